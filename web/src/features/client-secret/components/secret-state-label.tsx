import type { Application, ClientSecret } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { isValid, secretState, type SecretState } from '../secret-state.ts';
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

type Props = { secret: ClientSecret; applicationStatus: Application['status'] };

/** The state of a client secret, in words and never by colour alone. */
export function SecretStateLabel({ secret, applicationStatus }: Props): ReactNode {
  const { now } = useClock();
  if (applicationStatus === 'disabled' && isValid(secret))
    return <StateLine icon="paused" className="" label={text('web.state.application-disabled')} />;
  const state = secretState(secret, now);
  return <StateLine icon={icons[state]} className={styles[state] ?? ''} label={stateText(state, secret)} />;
}

type LineProps = { icon: IconName | null; className: string; label: string };

const StateLine = ({ icon, className, label }: LineProps): ReactNode => (
  <span className={`${styles.state} ${className}`}>
    {icon === null ? null : <Icon name={icon} size={15} />}
    <span>{label}</span>
  </span>
);

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
