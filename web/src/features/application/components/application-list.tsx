import type { Application, Portal, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useDeferredValue, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { lazyDialog } from '../../../components/ui/lazy-dialog.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { QuietContext } from '../../../lib/quiet.ts';
import { isDeleted } from '../../client-secret/secret-state.ts';
import { useOpenRotation } from '../../rotation/use-open-rotation.ts';
import type { RotationAddress } from '../../rotation/use-rotation-address.ts';
import { apiNames, filterApplications, noFilter, type ApplicationFilter } from '../filter-applications.ts';
import { findAlerts } from '../find-alerts.ts';
import { useApplicationNews } from '../use-application-news.ts';
import { useApplicationOrder } from '../use-application-order.ts';
import { focusAfter, useOpenDialog } from '../use-open-dialog.ts';
import { AlertList } from './alert-list.tsx';
import { ApplicationChunks } from './application-chunks.tsx';
import { ApplicationFilters } from './application-filters.tsx';
import styles from './application-list.module.css';
import type { RegionNote } from './application-region.tsx';
import { ApplicationSlot, type RegionActions } from './application-slot.tsx';

const filtersFrom = 10;
/** From so many on, not all are rendered whole. */
const manyFrom = 25;
const firstOnes = 1;

const ApplicationDialogs = lazyDialog(
  async () => (await import('./application-dialogs.tsx')).ApplicationDialogs,
);
const ApplicationRotation = lazyDialog(
  async () => (await import('./application-rotation.tsx')).ApplicationRotation,
);

type Props = {
  applications: Application[];
  /** Whether these are all: others may still be on their way. */
  isComplete: boolean;
  filter: ApplicationFilter;
  onFilter: (filter: ApplicationFilter, how: 'typing' | 'chosen') => void;
  session: Session;
  portal: Portal;
  rotation: RotationAddress;
  onSignedOut: () => void;
  /** Whether a client secret is being created and shown: nothing may take its dialog away. */
  onCreating: (creating: boolean) => void;
};

/** Alerts, filters, a region for each application, and the dialog that is open. */
export function ApplicationList(props: Props): ReactNode {
  const { applications, isComplete, filter, onFilter, session, portal, onSignedOut, onCreating } = props;
  const clock = useClock();
  const { now } = clock;
  const { dialog, done, open, close, show } = useOpenDialog();
  const rotating = useOpenRotation(props.rotation, focusAfter);
  const { open: openRotation } = rotating;
  const list = useRef<HTMLDivElement>(null);
  const news = useApplicationNews(applications, session.user.id, clock);
  const { sorted, positions, unsorted, sortIn } = useApplicationOrder(applications, {
    order: filter.sort,
    now,
    isComplete,
    list,
  });
  const alerts = useMemo(() => findAlerts(applications, now), [applications, now]);
  const found = useMemo(
    () => ({ applications: filterApplications(sorted, filter, now), positions }),
    [sorted, filter, now, positions],
  );
  // Typing goes before showing what was found, and nothing waits until a thousand have changed their places.
  const { applications: shown, positions: places } = useDeferredValue(found);
  const subject = applications.find(({ clientId }) => clientId === dialog?.clientId);
  const rotated = applications.find(({ clientId }) => clientId === props.rotation.clientId);
  const isMany = applications.length >= manyFrom || !isComplete;

  const creating = dialog?.kind === 'create';
  useEffect(() => {
    onCreating(creating);
    return () => onCreating(false);
  }, [creating, onCreating]);

  const actions = useMemo<RegionActions>(
    () => ({
      onCreate: (clientId) => open({ kind: 'create', clientId, replacesSecretId: null }),
      onConnectionDetails: (clientId) => open({ kind: 'connection', clientId }),
      onSecretGone: (clientId, secretId) => open({ kind: 'gone', clientId, secretId }),
      onSecretAction: (clientId, action, secretId) =>
        action === 'rotate' ? openRotation(clientId, secretId) : open({ kind: action, clientId, secretId }),
    }),
    [open, openRotation],
  );

  const notesOf = (clientId: string): RegionNote[] => {
    const messages = news.get(clientId);
    if (done?.clientId !== clientId && messages === undefined) return noNotes;
    return [
      ...(done?.clientId === clientId ? [{ tone: 'good' as const, message: done.message }] : []),
      // What was just said is no news.
      ...(messages ?? [])
        .filter((message) => message !== done?.message)
        .map((message) => ({ tone: 'info' as const, message })),
    ];
  };

  const slotOf = (application: Application, index: number): ReactNode => (
    <ApplicationSlot
      key={application.clientId}
      application={application}
      supportEmail={portal.supportEmail}
      notes={notesOf(application.clientId)}
      actions={actions}
      isOneOfMany={isMany}
      isFirst={index < firstOnes}
    />
  );

  return (
    <>
      <AlertList
        alerts={alerts}
        onCreate={(clientId, replacesSecretId) => open({ kind: 'create', clientId, replacesSecretId })}
        onUsage={(clientId, secretId) => open({ kind: 'usage', clientId, secretId })}
        onShow={show}
      />
      {applications.length < filtersFrom ? null : (
        <ApplicationFilters
          filter={filter}
          apis={apiNames(applications)}
          onChange={onFilter}
          hits={shown.length}
        />
      )}
      {isComplete ? null : (
        <p className="kt-muted" role="status">
          {text('web.list.loading-more', { count: applications.length })}
        </p>
      )}
      {unsorted ? (
        <p className={styles.unsorted}>
          <span>{text('web.list.sort-again', { count: applications.length })}</span>
          <Button variant="default" size="xs" onClick={sortIn}>
            {text('web.list.sort-again-button')}
          </Button>
        </p>
      ) : null}
      {shown.length > 0 || !isComplete ? null : (
        <div className={styles.empty}>
          <p>{text('web.applications.no-hit')}</p>
          <Button variant="default" onClick={() => onFilter(noFilter, 'chosen')}>
            {text('web.applications.clear-filters')}
          </Button>
        </div>
      )}
      <QuietContext value={creating}>
        <div className={styles.list} ref={list}>
          {isMany ? (
            <ApplicationChunks applications={shown} positions={places} render={slotOf} />
          ) : (
            shown.map(slotOf)
          )}
        </div>
      </QuietContext>
      {shown.some(hasSecrets) ? <p className="kt-muted kt-small">{text('web.secret.counted')}</p> : null}
      {dialog !== null || rotated === undefined || rotating.secretId === null ? null : (
        <ApplicationRotation
          key={rotating.secretId}
          application={rotated}
          secretId={rotating.secretId}
          portal={portal}
          session={session}
          onOpen={open}
          onClose={rotating.close}
          onSignedOut={onSignedOut}
        />
      )}
      {dialog === null || subject === undefined ? null : (
        <ApplicationDialogs
          key={JSON.stringify(dialog)}
          dialog={dialog}
          application={subject}
          portal={portal}
          session={session}
          onOpen={open}
          onClose={() => close()}
          onDone={(message) => {
            close(message);
            // Its old client secret was deleted or disabled: the rotation is over, or has to wait.
            if (!creating) rotating.leave();
          }}
          onSignedOut={onSignedOut}
        />
      )}
    </>
  );
}

const noNotes: RegionNote[] = [];

const hasSecrets = ({ secrets }: Application): boolean => secrets.some((secret) => !isDeleted(secret));
