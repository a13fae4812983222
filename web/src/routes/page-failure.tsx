import { Button } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { text } from '../lib/messages.ts';
import styles from './plain-page.module.css';

/** When a page cannot be shown at all, for example because the server cannot be reached. */
export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
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
