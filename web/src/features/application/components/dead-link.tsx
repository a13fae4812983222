import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './application-list.module.css';

/** For a link to an application that is not there for this user, whoever's it is. */
export const DeadLink = ({ email }: { email: string }): ReactNode => (
  <div className={styles.empty}>
    <p>{text('web.dead-link', { email })}</p>
    <Link to="/manage-api-credentials" search={{}}>
      {text('web.dead-link.all')}
    </Link>
  </div>
);
