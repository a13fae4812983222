import type { Session } from '@keyturn/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './application-list.module.css';

/** For operators, who are not to ask for the role: they hand applications over without a client secret (R3.1). */
export const OperatorWithoutRole = ({ session: { user, organisation } }: { session: Session }): ReactNode => (
  <div className={styles.empty}>
    <p>{text('web.no-role.operator', { email: user.email, organisation: organisation.name })}</p>
    <Link to="/operator">{text('web.operator.heading')}</Link>
  </div>
);
