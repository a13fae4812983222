import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import type { Alert } from '../application-severity.ts';
import styles from './application-list.module.css';

const maxAlerts = 3;

type Props = { alerts: Alert[]; onCreate: (alert: Alert) => void; onShow: (alert: Alert) => void };

/** What needs attention most: at most three alerts, one sentence and one action each. */
export function AlertList({ alerts, onCreate, onShow }: Props): ReactNode {
  if (alerts.length === 0) return null;
  const hidden = alerts.length - maxAlerts;
  return (
    <section className={styles.alerts} aria-label={text('web.applications.alerts')}>
      {alerts.slice(0, maxAlerts).map((alert) => (
        <AlertNotice key={alert.application.clientId} alert={alert} onCreate={onCreate} onShow={onShow} />
      ))}
      {hidden > 0 ? (
        <p className="kt-muted kt-small">{text('web.applications.more-alerts', { count: hidden })}</p>
      ) : null}
    </section>
  );
}

function AlertNotice({ alert, onCreate, onShow }: { alert: Alert } & Omit<Props, 'alerts'>): ReactNode {
  const replaced = alert.kind === 'expires-replaced';
  return (
    <Notice
      tone={alert.kind === 'no-valid-secret' ? 'danger' : 'warning'}
      action={
        <Button variant="default" size="xs" onClick={() => (replaced ? onShow(alert) : onCreate(alert))}>
          {text(replaced ? 'web.alerts.show' : 'web.alerts.create')}
        </Button>
      }
    >
      <AlertText alert={alert} />
    </Notice>
  );
}

function AlertText({ alert: { kind, application, secret } }: { alert: Alert }): ReactNode {
  if (kind === 'no-valid-secret' || secret === null)
    return text('web.alerts.no-valid', { application: application.name });
  return text(kind === 'expires' ? 'web.alerts.expires' : 'web.alerts.expires-replaced', {
    application: application.name,
    secret: secret.name,
    when: formatInstant(secret.expiresAt, application.organisation.timeZone),
  });
}
