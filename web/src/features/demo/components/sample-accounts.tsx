import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { demoAccountsQuery, type DemoAccount } from '../api/demo-accounts.ts';
import styles from './demo.module.css';

type Props = { chosenEmail: string; onChoose: (account: DemoAccount) => void };

/** The demo's accounts; a click fills in the form. */
export function SampleAccounts({ chosenEmail, onChoose }: Props): ReactNode {
  const { data, isError } = useQuery(demoAccountsQuery);
  return (
    <section className={styles.section} aria-labelledby="sample-accounts">
      <h2 id="sample-accounts">{text('web.demo.accounts')}</h2>
      <p className="kt-muted kt-small">
        {text(isError ? 'web.demo.accounts-unavailable' : 'web.demo.accounts-lead')}
      </p>
      <ul className={styles.accounts}>
        {data?.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              className={styles.account}
              aria-pressed={account.email === chosenEmail}
              onClick={() => onChoose(account)}
            >
              <span className={styles.name}>{account.name}</span>
              <span className={styles.role}>
                {text(account.role === 'operator' ? 'web.demo.role-operator' : 'web.demo.role-member')}
              </span>
              <small>{account.organisation}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
