import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

export type Tone = 'danger' | 'warning' | 'good' | 'info';

const icons: Record<Tone, IconName> = { danger: 'error', warning: 'warning', good: 'active', info: 'info' };

type Props = { tone: Tone; children: ReactNode; action?: ReactNode; role?: 'alert' | 'status' };

/** A sentence that should be seen, with at most one action. */
export const Notice = ({ tone, children, action, role }: Props): ReactNode => (
  <div className={`${styles.notice} ${styles[tone]}`} role={role}>
    <div className={styles.body}>
      <Icon name={icons[tone]} size={18} />
      <div className={styles.text}>{children}</div>
    </div>
    {action === undefined ? null : <div className={styles.action}>{action}</div>}
  </div>
);
