import type { Session } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Message } from '../../../components/ui/message.tsx';
import { text } from '../../../lib/messages.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';

type Props = { session: Session; supportEmail: string };

/** Who one is here. The operator keeps these; nobody changes them alone. */
export function DetailsSection({ session: { user, organisation }, supportEmail }: Props): ReactNode {
  const isOperator = user.role === 'operator';
  return (
    <AccountSection title={text('web.account.details')}>
      <dl className={styles.details}>
        <dt>{text('web.account.name')}</dt>
        <dd>{user.name}</dd>
        <dt>{text('web.account.email')}</dt>
        <dd>{user.email}</dd>
        <dt>{text('web.account.organisation')}</dt>
        <dd>{organisation.name}</dd>
        <dt>{text('web.account.role')}</dt>
        <dd>{text(isOperator ? 'web.account.role-operator' : 'web.account.role-member')}</dd>
        <dt>{text('web.account.time-zone')}</dt>
        <dd>{user.timeZone}</dd>
      </dl>
      <p className="kt-muted kt-small">
        <Message
          id={isOperator ? 'web.account.details-change-operator' : 'web.account.details-change'}
          values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
        />
      </p>
    </AccountSection>
  );
}
