import type { ClientSecret } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { secretState, type SecretState } from '../secret-state.ts';
import styles from './secret-state-label.module.css';

// "Plan renewal" has no icon: it is no warning yet (R1.6).
const icons: Record<SecretState, IconName | null> = {
  active: 'active',
  'plan-renewal': null,
  expiring: 'warning',
  expired: 'error',
  disabled: 'paused',
  deleted: null,
};

/** The state of a client secret, in words and never by colour alone. */
export function SecretStateLabel({ secret }: { secret: ClientSecret }): ReactNode {
  const { now } = useClock();
  const state = secretState(secret, now);
  const icon = icons[state];
  return (
    <span className={`${styles.state} ${styles[state] ?? ''}`}>
      {icon === null ? null : <Icon name={icon} size={15} />}
      <span>{stateText(state, secret)}</span>
    </span>
  );
}

function stateText(state: SecretState, { disabled }: ClientSecret): string {
  switch (state) {
    case 'active':
      return text('web.state.active');
    case 'plan-renewal':
      return text('web.state.plan-renewal');
    case 'expiring':
      return text('web.state.expiring');
    case 'expired':
      return text('web.state.expired');
    case 'disabled': {
      const name = disabled?.by.name ?? '';
      const reason = disabled?.reason ?? null;
      return reason === null
        ? text('web.state.disabled', { name })
        : text('web.state.disabled-reason', { name, reason });
    }
    case 'deleted':
      return '';
  }
}
