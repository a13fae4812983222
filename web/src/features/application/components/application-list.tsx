import type { Application, Portal, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useStableOrder } from '../../../lib/use-stable-order.ts';
import { isDeleted } from '../../client-secret/secret-state.ts';
import { compareApplications, findAlerts } from '../application-severity.ts';
import { filterApplications, noFilter } from '../filter-applications.ts';
import type { OpenDialog } from '../open-dialog.ts';
import { useApplicationNews } from '../use-application-news.ts';
import { AlertList } from './alert-list.tsx';
import { ApplicationDialogs } from './application-dialogs.tsx';
import { ApplicationFilters } from './application-filters.tsx';
import styles from './application-list.module.css';
import { ApplicationRegion, headingIdOf, type RegionNote } from './application-region.tsx';

const filtersFrom = 10;

type Props = {
  applications: Application[];
  session: Session;
  portal: Portal;
  onSignedOut: () => void;
  /** Whether a client secret is being created and shown: nothing may take its dialog away. */
  onCreating: (creating: boolean) => void;
};

/** Alerts, filters, a region for each application, and the dialog that is open. */
export function ApplicationList({
  applications,
  session,
  portal,
  onSignedOut,
  onCreating,
}: Props): ReactNode {
  const clock = useClock();
  const [filter, setFilter] = useState(noFilter);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [done, setDone] = useState<{ clientId: string; message: string } | null>(null);
  const opener = useRef<Element | null>(null);
  const news = useApplicationNews(applications, session.user.id, clock);
  const sorted = useStableOrder(
    applications.toSorted(compareApplications(clock.now)),
    ({ clientId }) => clientId,
  );
  const shown = filterApplications(sorted, filter, clock.now);
  const subject = applications.find(({ clientId }) => clientId === dialog?.clientId);

  const creating = dialog?.kind === 'create';
  useEffect(() => {
    onCreating(creating);
    return () => onCreating(false);
  }, [creating, onCreating]);

  const open = useCallback((next: OpenDialog): void => {
    // From one dialog to the next, the focus returns to where the first one was opened.
    setDialog((current) => {
      if (current === null) opener.current = document.activeElement;
      return next;
    });
    setDone(null);
  }, []);

  function close(message?: string): void {
    const clientId = dialog?.clientId ?? '';
    setDialog(null);
    if (message !== undefined) {
      setDone({ clientId, message });
      announce(message);
    }
    setTimeout(() => focusAfter(message === undefined ? opener.current : null, clientId), 0);
  }

  const notesOf = (clientId: string): RegionNote[] => [
    ...(done?.clientId === clientId ? [{ tone: 'good' as const, message: done.message }] : []),
    // What was just said is no news.
    ...(news.get(clientId) ?? [])
      .filter((message) => message !== done?.message)
      .map((message) => ({ tone: 'info' as const, message })),
  ];

  return (
    <>
      <AlertList
        alerts={findAlerts(applications, clock.now)}
        onCreate={({ application: { clientId }, secret }) =>
          open({ kind: 'create', clientId, replacesSecretId: secret?.id ?? null })
        }
        onShow={({ application: { clientId } }) => focusHeading(clientId)}
      />
      {applications.length < filtersFrom ? null : (
        <ApplicationFilters filter={filter} onChange={setFilter} hits={shown.length} />
      )}
      {shown.length > 0 ? null : (
        <div className={styles.empty}>
          <p>{text('web.applications.no-hit')}</p>
          <Button variant="default" onClick={() => setFilter(noFilter)}>
            {text('web.applications.clear-filters')}
          </Button>
        </div>
      )}
      <div className={styles.list}>
        {shown.map((application) => (
          <ApplicationRegion
            key={application.clientId}
            application={application}
            supportEmail={portal.supportEmail}
            notes={notesOf(application.clientId)}
            onCreate={() => open({ kind: 'create', clientId: application.clientId, replacesSecretId: null })}
            onConnectionDetails={() => open({ kind: 'connection', clientId: application.clientId })}
            onSecretAction={(action, secretId) =>
              open(
                action === 'rotate'
                  ? { kind: 'create', clientId: application.clientId, replacesSecretId: secretId }
                  : { kind: action, clientId: application.clientId, secretId },
              )
            }
          />
        ))}
      </div>
      {shown.some(hasSecrets) ? <p className="kt-muted kt-small">{text('web.secret.counted')}</p> : null}
      {dialog === null || subject === undefined ? null : (
        <ApplicationDialogs
          key={JSON.stringify(dialog)}
          dialog={dialog}
          application={subject}
          portal={portal}
          session={session}
          onOpen={open}
          onClose={() => close()}
          onDone={close}
          onSignedOut={onSignedOut}
        />
      )}
    </>
  );
}

const hasSecrets = ({ secrets }: Application): boolean => secrets.some((secret) => !isDeleted(secret));

/** Back to where the dialog was opened; when that is gone or something was done, to the region's heading. */
function focusAfter(opener: Element | null, clientId: string): void {
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else focusHeading(clientId);
}

const focusHeading = (clientId: string): void => document.getElementById(headingIdOf(clientId))?.focus();
