import type { SessionItem } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { endOtherSession } from '../api/account.ts';
import { useProvenSubmit } from '../use-proven-submit.ts';
import { useSignOut } from '../use-sign-out.ts';
import styles from './account.module.css';
import { ProofDialog } from './proof-dialog.tsx';

type Props = {
  item: SessionItem;
  /** Somebody was signed out on another device. */
  onEnded: (device: string) => Promise<void>;
};

/** One place where one is signed in. */
export function SessionLine({ item, onEnded }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const { id, address, current, startedAt, lastInputAt } = item;
  const device = item.device === '' ? text('web.account.session-unknown') : item.device;
  const signOut = useSignOut();
  const { busy, error, submit, clearError, needsProof } = useProvenSubmit(async () => {
    if (current) return signOut();
    await endOtherSession(id);
    await onEnded(device);
  });
  return (
    <li className={styles.item}>
      <div className={styles.wide}>
        <p className={styles.name}>
          {device}
          {current ? <span className={styles.badge}>{text('web.account.session-current')}</span> : null}
        </p>
        <p className={styles.minor}>
          {text('web.account.session-facts', {
            address,
            since: formatPastInline(startedAt, timeZone, now),
            last: formatPastInline(lastInputAt, timeZone, now),
          })}
        </p>
        {error === null ? null : <FailureNotice error={error} />}
      </div>
      <div className={styles.actions}>
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          aria-label={text('web.account.session-sign-out-name', { device, address })}
          onClick={() => submit()}
        >
          {text('web.account.session-sign-out')}
        </Button>
      </div>
      {needsProof ? <ProofDialog onProved={() => submit()} onCancel={clearError} /> : null}
    </li>
  );
}
