import type { User } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { removeManager } from '../application/application-api.ts';
import { EmergencyDialog } from '../record/emergency-dialog.tsx';
import { RecordSection } from '../record/record-form.tsx';
import styles from '../record/record-items.module.css';

type Role = User['manages'][number];

/**
 * Which applications somebody is a credential manager of (R5). Applications name only managers who can sign in: here the
 * role is taken away from the others too.
 */
export function RolesSection({ user: { id, name, status, manages } }: { user: User }): ReactNode {
  const [asked, setAsked] = useState<Role | null>(null);
  const section = useRef<HTMLDivElement>(null);
  const queryClient = useQueryClient();
  async function remove({ clientId, name: application }: Role): Promise<void> {
    await removeManager(queryClient, clientId, id);
    setAsked(null);
    section.current?.focus();
    announce(text('web.person.role-removed', { name, application }));
  }
  return (
    <RecordSection title={text('web.person.manages')}>
      <div ref={section} tabIndex={-1} className={styles.items}>
        {manages.length === 0 ? <p className="kt-muted">{text('web.person.manages-none')}</p> : null}
        <ul className={styles.list}>
          {manages.map((role) => (
            <li key={role.clientId}>
              <Link to="/operator/applications/$clientId" params={{ clientId: role.clientId }}>
                {role.name}
              </Link>
              <Button
                variant="default"
                size="xs"
                aria-label={text('web.person.remove-role-name', { application: role.name })}
                onClick={() => setAsked(role)}
              >
                {text('web.operator-application.remove')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {asked === null ? null : (
        <EmergencyDialog
          heading={text('web.operator-application.remove-heading', { name })}
          consequence={text(
            status === 'disabled'
              ? 'web.person.remove-role-disabled-text'
              : 'web.operator-application.remove-text',
            { application: asked.name },
          )}
          submitLabel={text('web.operator-application.remove')}
          isDangerous
          onSubmit={() => remove(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </RecordSection>
  );
}
