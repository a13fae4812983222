import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice, type Tone } from '../../../components/ui/notice.tsx';
import { useClock, type Clock } from '../../../lib/clock.tsx';
import { formatInstant, formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { isValid } from '../../client-secret/secret-state.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import type { Alert } from '../find-alerts.ts';
import styles from './application-list.module.css';

const maxAlerts = 3;

type Actions = {
  onCreate: (clientId: string, replacesSecretId: string | null) => void;
  onUsage: (clientId: string, secretId: string) => void;
  onShow: (clientId: string) => void;
};

type Props = { alerts: Alert[] } & Actions;

/** What needs attention most: at most three alerts, one sentence and one action each. */
export function AlertList({ alerts, ...actions }: Props): ReactNode {
  const clock = useClock();
  if (alerts.length === 0) return null;
  const rest = alerts.slice(maxAlerts);
  const hidden = new Set(rest.map(({ application }) => application.clientId)).size;
  return (
    <section className={styles.alerts} aria-label={text('web.applications.alerts')}>
      {alerts.slice(0, maxAlerts).map((alert) => {
        const { label, act } = actionOf(alert, actions);
        return (
          <Notice
            key={`${alert.kind} ${alert.application.clientId}`}
            tone={toneOf(alert)}
            action={
              <Button variant="default" size="xs" onClick={act}>
                {label}
              </Button>
            }
          >
            {alertText(alert, clock)}
          </Notice>
        );
      })}
      <div className={styles.alertsEnd}>
        {hidden > 0 ? (
          <p className="kt-muted kt-small">{text('web.applications.more-alerts', { count: hidden })}</p>
        ) : null}
        <GuideButton topic="alerts" />
      </div>
    </section>
  );
}

const toneOf = ({ kind }: Alert): Tone =>
  kind === 'no-valid-secret' || kind === 'mistake' ? 'danger' : 'warning';

function actionOf(alert: Alert, { onCreate, onUsage, onShow }: Actions): { label: string; act: () => void } {
  const { clientId, secrets, status } = alert.application;
  const show = { label: text('web.alerts.show'), act: () => onShow(clientId) };
  const create = (replaces: string | null) => ({
    label: text('web.alerts.create'),
    act: () => onCreate(clientId, replaces),
  });
  switch (alert.kind) {
    case 'no-valid-secret':
      return create(null);
    case 'expires':
      return create(alert.secret.id);
    case 'refused':
    case 'refused-before':
      // Without another one the system cannot be repaired; with one, what matters is whose system it is.
      return alert.secret.status === 'expired' && status === 'active' && !secrets.some(isValid)
        ? create(alert.secret.id)
        : { label: text('web.alerts.usage'), act: () => onUsage(clientId, alert.secret.id) };
    case 'mistake':
    case 'expires-replaced':
    case 'creator-left':
    case 'application-disabled':
      return show;
  }
}

function alertText(alert: Alert, { now, timeZone }: Clock): string {
  const { name: application, organisation } = alert.application;
  switch (alert.kind) {
    case 'no-valid-secret':
      return text('web.alerts.no-valid', { application });
    case 'application-disabled':
      return text('web.alerts.application-disabled', { application });
    case 'expires':
    case 'expires-replaced':
      return text(`web.alerts.${alert.kind}`, {
        application,
        secret: alert.secret.name,
        when: formatInstant(alert.secret.expiresAt, organisation.timeZone),
      });
    case 'creator-left':
      return text('web.alerts.creator-left', {
        application,
        secret: alert.secret.name,
        name: alert.secret.createdBy.name,
      });
    case 'refused':
    case 'refused-before': {
      const values = {
        application,
        secret: alert.secret.name,
        address: alert.refused.address || text('web.usage.unknown-address'),
        at: formatPastInline(alert.refused.at, timeZone, now),
      };
      return alert.kind === 'refused'
        ? text(`web.alerts.refused-${endOf(alert.secret.status)}`, values)
        : text('web.alerts.refused-before', values);
    }
    case 'mistake':
      return text(mistakeTexts[alert.mistake.kind], { application });
  }
}

const endOf = (status: string): 'expired' | 'disabled' | 'deleted' =>
  status === 'deleted' || status === 'disabled' ? status : 'expired';

const mistakeTexts = {
  'secret-checksum': 'web.alerts.mistake-checksum',
  'secret-is-id': 'web.alerts.mistake-id',
  'secret-is-hint': 'web.alerts.mistake-hint',
  'secret-form': 'web.alerts.mistake-form',
} as const;
