import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { Message } from '../components/ui/message.tsx';
import { Notice } from '../components/ui/notice.tsx';
import { portalQuery } from '../features/portal/api/portal.ts';
import { isPageFault } from '../lib/error-text.ts';
import { text } from '../lib/messages.ts';
import styles from './plain-page.module.css';

/** When a page cannot be shown at all: because the server cannot be reached, for example, or by a fault of its own. */
export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  if (isPageFault(error)) return <PageFault />;
  const tryAgain = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <main className={styles.page}>
      <h1>{text('web.page-unavailable')}</h1>
      <FailureNotice
        error={error}
        action={
          <Button variant="default" onClick={tryAgain}>
            {text('web.try-again')}
          </Button>
        }
      />
    </main>
  );
}

/** What is shown again would fail again: everything is loaded anew. */
function PageFault(): ReactNode {
  const support = useQueryClient().getQueryData(portalQuery.queryKey)?.supportEmail;
  return (
    <main className={styles.page}>
      <h1>{text('web.page-fault.heading')}</h1>
      <Notice
        tone="danger"
        role="alert"
        action={
          <Button variant="default" onClick={() => window.location.reload()}>
            {text('web.page-fault.reload')}
          </Button>
        }
      >
        <p>{text('web.page-fault.text')}</p>
        {support === undefined ? null : (
          <p>
            <Message
              id="web.page-fault.support"
              values={{ support: <a href={`mailto:${support}`}>{support}</a> }}
            />
          </p>
        )}
      </Notice>
    </main>
  );
}
