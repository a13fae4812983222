import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import styles from '../../session/components/sign-in.module.css';
import { beginSetUp } from '../api/set-up.ts';
import { useSubmit } from '../use-submit.ts';

type Props = { token: string; operatorName: string; supportEmail: string; onBegun: () => void };

/** What a link opens: nothing has happened yet, and nothing does until the button is pressed. */
export function BeginStep({ token, operatorName, supportEmail, onBegun }: Props): ReactNode {
  const { busy, error, submit } = useSubmit(async () => {
    await beginSetUp(token);
    onBegun();
  });
  if (token === '')
    return <Notice tone="warning">{text('web.set-up.no-token', { support: supportEmail })}</Notice>;
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className="kt-muted">{text('web.set-up.begin-lead', { operator: operatorName })}</p>
      {error === null ? null : (
        <Notice tone="danger" role="alert">
          {errorText(error)} {text('web.set-up.expired', { support: supportEmail })}
        </Notice>
      )}
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.set-up.begin')}
      </Button>
    </form>
  );
}
