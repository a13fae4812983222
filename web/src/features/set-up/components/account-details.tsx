import type { Invitation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Message } from '../../../components/ui/message.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './account-details.module.css';

type Props = { of: Invitation; supportEmail: string };

/** Whose account it is: a mistake is cheapest now. */
export const AccountDetails = ({ of: { user, organisation }, supportEmail }: Props): ReactNode => (
  <>
    <dl className={styles.details}>
      <dt>{text('web.set-up.details-name')}</dt>
      <dd>{user.name}</dd>
      <dt>{text('web.set-up.details-email')}</dt>
      <dd>{user.email}</dd>
      <dt>{text('web.set-up.details-organisation')}</dt>
      <dd>{organisation.name}</dd>
    </dl>
    <p className="kt-muted kt-small">
      <Message
        id="web.set-up.details-wrong"
        values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
      />
    </p>
  </>
);
