import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './operator-navigation.module.css';

const pages = () =>
  [
    { to: '/operator', label: text('web.operator.heading') },
    { to: '/operator/organisations', label: text('web.operator.nav-organisations') },
    { to: '/operator/apis', label: text('web.operator.nav-apis') },
    { to: '/operator/applications', label: text('web.operator.nav-applications') },
    { to: '/operator/users', label: text('web.operator.nav-users') },
    { to: '/notifications', label: text('web.operator.nav-notifications') },
    { to: '/operator/audit-log', label: text('web.operator.nav-audit-log') },
    { to: '/operator/import', label: text('web.operator.nav-import') },
    { to: '/operator/settings', label: text('web.operator.nav-settings') },
  ] as const;

/** The ways to the pages of the operator team, above each of them. */
export const OperatorNavigation = (): ReactNode => (
  <nav className={styles.navigation} aria-label={text('web.operator.pages')}>
    <ul>
      {pages().map(({ to, label }) => (
        <li key={to}>
          <Link to={to} activeOptions={{ exact: to === '/operator', includeSearch: false }}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);
