import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './record-status.module.css';

type Props = { record: { status: 'active' | 'disabled'; disabledReason?: string | null } };

/** Whether a record works, and if not, why. */
export const RecordStatus = ({ record: { status, disabledReason = null } }: Props): ReactNode =>
  status === 'active' ? (
    <span className={styles.active}>
      <Icon name="active" size={15} />
      {text('web.record.status-active')}
    </span>
  ) : (
    <span className={styles.disabled}>
      <Icon name="paused" size={15} />
      <span>
        {disabledReason === null
          ? text('web.record.status-disabled')
          : text('web.record.status-disabled-because', { reason: disabledReason })}
      </span>
    </span>
  );
