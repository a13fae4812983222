import type { Application, SecretElsewhere } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatDistance, formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { daysLeft } from '../../client-secret/secret-state.ts';
import styles from './secrets-elsewhere.module.css';

type Props = {
  application: Application;
  /** Left out: a credential manager, who moves the system. */
  isOperator?: boolean;
  onGone: (secretId: string) => void;
};

/** What an application still has in the system that it comes from: until when, and what to do about it. */
export function SecretsElsewhere({
  application: { secretsElsewhere },
  isOperator = false,
  onGone,
}: Props): ReactNode {
  const id = useId();
  if (secretsElsewhere.length === 0) return null;
  return (
    <section className={styles.block} aria-labelledby={id}>
      <h3 id={id}>{text('web.elsewhere.heading')}</h3>
      <p className="kt-muted">{text(isOperator ? 'web.elsewhere.text-operator' : 'web.elsewhere.text')}</p>
      <ul>
        {secretsElsewhere.map((secret) => (
          <li key={secret.id} className={styles.item}>
            <div className={styles.secret}>
              <span className={styles.name}>{secret.name}</span>
              {secret.hint === null ? null : (
                <code>
                  <span className="kt-visually-hidden">
                    {text('web.elsewhere.hint', { hint: secret.hint })}
                  </span>
                  <span aria-hidden="true">{secret.hint}…</span>
                </code>
              )}
              <Expiry secret={secret} />
            </div>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={text('web.elsewhere.gone-name', { name: secret.name })}
              onClick={() => onGone(secret.id)}
            >
              {text('web.elsewhere.gone')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const expiringDays = 31;

function Expiry({ secret }: { secret: SecretElsewhere }): ReactNode {
  const { now, timeZone } = useClock();
  const at = formatInstant(secret.expiresAt, timeZone);
  const left = daysLeft(secret, now);
  if (left <= 0)
    return (
      <span className={styles.expired}>
        <Icon name="error" size={15} />
        {text('web.elsewhere.expired', { at })}
      </span>
    );
  const words = text('web.elsewhere.expires', { at, distance: formatDistance(secret.expiresAt, now) });
  if (left >= expiringDays) return <span className="kt-muted">{words}</span>;
  return (
    <span className={styles.expiring}>
      <Icon name="warning" size={15} />
      {words}
    </span>
  );
}
