import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useNow } from '../../../lib/use-now.ts';
import { demoAccountsQuery } from '../api/demo-accounts.ts';
import styles from './demo.module.css';

/** What the sample account's authenticator shows now, or when it shows a code that was not used yet. */
export function CurrentCode({ email, onUse }: { email: string; onUse: (code: string) => void }): ReactNode {
  const { data, dataUpdatedAt } = useQuery(demoAccountsQuery);
  const now = useNow(1_000);
  const account = data?.find((one) => one.email === email.trim().toLowerCase());
  if (account === undefined) return null;
  const elapsed = Math.max(0, now.getTime() - dataUpdatedAt) / 1000;
  const seconds = Math.max(1, Math.ceil(account.secondsLeft - elapsed));
  const code = `${account.code.slice(0, 3)} ${account.code.slice(3)}`;
  return (
    <div className={styles.currentCode}>
      {account.codeUsed ? (
        <span>
          {text('web.demo.code-used')} <b>{text('web.demo.code-next', { seconds })}</b>
        </span>
      ) : (
        <>
          <span>
            {text('web.demo.code-now')} <code>{code}</code>
          </span>
          <Button variant="default" size="compact-sm" onClick={() => onUse(account.code)}>
            {text('web.demo.code-use', { code })}
          </Button>
        </>
      )}
    </div>
  );
}
