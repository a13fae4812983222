import type { Factor } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline, formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import styles from './account.module.css';

type Props = { factor: Factor; onRename: () => void; onRemove: () => void };

/** One second factor. Each control is named with the factor's name, as items repeat. */
export function FactorItem({ factor, onRename, onRemove }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const { kind, name, createdAt, lastUsedAt } = factor;
  return (
    <li className={styles.item}>
      <Icon name={kind === 'totp' ? 'phone' : 'passkey'} size={20} />
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.minor}>
          {text(kind === 'totp' ? 'web.account.kind-totp' : 'web.account.kind-passkey')}
        </p>
        <p className={styles.minor}>
          {text(lastUsedAt === null ? 'web.account.factor-unused' : 'web.account.factor-used', {
            added: formatShortDay(createdAt, timeZone, now),
            used: lastUsedAt === null ? '' : formatPastInline(lastUsedAt, timeZone, now),
          })}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text('web.account.rename-name', { name })}
          onClick={onRename}
        >
          {text('web.account.rename')}
        </Button>
        <Button
          variant="default"
          color="danger"
          size="compact-sm"
          aria-label={text('web.account.remove-name', { name })}
          onClick={onRemove}
        >
          {text('web.account.remove')}
        </Button>
      </div>
    </li>
  );
}
