import type { Application, User } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { FieldGrid } from '../record/record-form.tsx';
import { RecordPicker } from '../record/record-picker.tsx';
import styles from '../record/record-items.module.css';
import { usersQuery } from '../user/user-api.ts';
import { assignManager } from './application-api.ts';
import { ConfirmationFields } from './confirmation-fields.tsx';
import { isConfirmed, newConfirmation, toConfirmation } from './confirmation.ts';

type Props = { application: Application; onDone: (name: string) => void; onCancel: () => void };

/** Gives the role to somebody of the organisation who has an account, with what the organisation confirmed (R5.1). */
export function AssignManagerForm({ application, onDone, onCancel }: Props): ReactNode {
  const { clientId, organisation, managers } = application;
  const queryClient = useQueryClient();
  const clock = useClock();
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const [confirmation, setConfirmation] = useState(() => newConfirmation(clock));
  const isComplete = chosen !== null && isConfirmed(confirmation);
  const { busy, error, submit } = useSubmit(async () => {
    if (chosen === null) return;
    await assignManager(queryClient, clientId, chosen.value, toConfirmation(confirmation, clock));
    onDone(chosen.label);
  });
  const isOver = useSessionOver(error);
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <FieldGrid>
        <RecordPicker<User>
          label={text('web.operator-application.person')}
          searchLabel={text('web.operator-application.person-search')}
          chooseLabel={text('web.operator-application.person-choose', { organisation: organisation.name })}
          chosen={chosen}
          query={(search) => usersQuery({ search, organisation: organisation.id })}
          toOption={({ id, name, email, status }) =>
            status === 'closed' || status === 'disabled' || managers.some(({ userId }) => userId === id)
              ? null
              : { value: id, label: `${name} (${email})` }
          }
          onChoose={setChosen}
        />
      </FieldGrid>
      <ConfirmationFields value={confirmation} onChange={setConfirmation} />
      {error === null || isOver ? null : <FailureNotice error={error} />}
      <div className={styles.actions}>
        <Button type="submit" variant="filled" loading={busy} disabled={!isComplete}>
          {text('web.operator-application.assign-submit')}
        </Button>
        <Button variant="default" onClick={onCancel} disabled={busy}>
          {text('web.cancel')}
        </Button>
      </div>
    </form>
  );
}
