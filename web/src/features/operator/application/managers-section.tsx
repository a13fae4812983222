import type { Application } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { EmergencyDialog } from '../record/emergency-dialog.tsx';
import { RecordSection } from '../record/record-form.tsx';
import styles from '../record/record-items.module.css';
import { removeManager } from './application-api.ts';
import { AssignManagerForm } from './assign-manager-form.tsx';

type Manager = Application['managers'][number];

/** Who manages the credentials of an application (R5), as its organisation confirmed. */
export function ManagersSection({ application }: { application: Application }): ReactNode {
  const { managers, organisation } = application;
  const [isAssigning, setAssigning] = useState(false);
  const [removed, setRemoved] = useState<Manager | null>(null);
  const section = useRef<HTMLDivElement>(null);
  const queryClient = useQueryClient();
  async function remove({ userId, name }: Manager): Promise<void> {
    await removeManager(queryClient, application.clientId, userId);
    setRemoved(null);
    section.current?.focus();
    announce(text('web.operator-application.manager-removed', { name }));
  }
  return (
    <RecordSection title={text('web.operator-application.managers')}>
      <div ref={section} tabIndex={-1} className={styles.items}>
        {managers.length < 2 ? (
          <Notice tone="warning">
            {text('web.operator-application.few-managers', { count: managers.length })}
          </Notice>
        ) : null}
        {managers.length === 0 ? null : (
          <ul className={styles.list}>
            {managers.map((manager) => (
              <li key={manager.userId}>
                <div>
                  <Link to="/operator/users/$id" params={{ id: manager.userId }}>
                    {manager.name}
                  </Link>{' '}
                  <span className="kt-muted kt-small">{manager.email}</span>
                  <Confirmation manager={manager} />
                </div>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={text('web.operator-application.remove-name', { name: manager.name })}
                  onClick={() => setRemoved(manager)}
                >
                  {text('web.operator-application.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {isAssigning ? (
          <AssignManagerForm
            application={application}
            onDone={(name) => {
              setAssigning(false);
              section.current?.focus();
              announce(text('web.operator-application.manager-assigned', { name }));
            }}
            onCancel={() => setAssigning(false)}
          />
        ) : (
          <div className={styles.actions}>
            <Button variant="default" onClick={() => setAssigning(true)}>
              {text('web.operator-application.assign')}
            </Button>
            <Link
              to="/operator/users/new"
              search={{ organisation: organisation.id, application: application.clientId }}
            >
              {text('web.operator-application.assign-new')}
            </Link>
          </div>
        )}
      </div>
      {removed === null ? null : (
        <EmergencyDialog
          heading={text('web.operator-application.remove-heading', { name: removed.name })}
          consequence={text('web.operator-application.remove-text', { application: application.name })}
          submitLabel={text('web.operator-application.remove')}
          isDangerous
          onSubmit={() => remove(removed)}
          onClose={() => setRemoved(null)}
        />
      )}
    </RecordSection>
  );
}

function Confirmation({ manager: { confirmation } }: { manager: Manager }): ReactNode {
  const { timeZone } = useClock();
  if (confirmation === null) return null;
  const { confirmedBy, confirmedAt, reference } = confirmation;
  return (
    <p className="kt-muted kt-small">
      {text('web.operator-application.confirmed', {
        by: confirmedBy,
        on: formatDay(confirmedAt, timeZone),
        reference,
      })}
    </p>
  );
}
