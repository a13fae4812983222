import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { useSessionOver } from '../../session/use-session-over.ts';

type Props = {
  heading: string;
  /** What stops, or works again. */
  consequence: string;
  submitLabel: string;
  /** Whether a reason is asked for, which its people see. */
  hasReason?: boolean;
  /** Whether something stops. */
  isDangerous: boolean;
  onSubmit: (reason: string | null) => Promise<void>;
  onClose: () => void;
};

/** Before something is stopped at once, or let go on. */
export function EmergencyDialog(props: Props): ReactNode {
  const { heading, consequence, submitLabel, hasReason = false, isDangerous, onSubmit, onClose } = props;
  const [reason, setReason] = useState('');
  const { busy, error, submit } = useSubmit(() => onSubmit(reason.trim() || null));
  const isOver = useSessionOver(error);
  return (
    <Dialog title={heading} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p>{consequence}</p>
          {hasReason ? (
            <TextInput
              label={text('web.emergency.reason')}
              description={text('web.emergency.reason-hint')}
              value={reason}
              maxLength={500}
              autoComplete="off"
              data-autofocus
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          ) : null}
          {error === null || isOver ? null : <FailureNotice error={error} />}
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy}>
              {text('web.cancel')}
            </Button>
            <Button
              type="submit"
              variant="filled"
              {...(isDangerous ? { color: 'danger' } : {})}
              loading={busy}
            >
              {submitLabel}
            </Button>
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}
