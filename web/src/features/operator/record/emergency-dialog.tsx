import { Button, TextInput } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
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
  /** Who is told the reason, which there has to be; left out: none is asked for. */
  reasonHint?: string;
  /** Whether something stops. */
  isDangerous: boolean;
  onSubmit: (reason: string | null) => Promise<void>;
  onClose: () => void;
};

/** Before something is stopped at once, or let go on. */
export function EmergencyDialog(props: Props): ReactNode {
  const { heading, consequence, submitLabel, reasonHint, isDangerous, onSubmit, onClose } = props;
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, submit } = useSubmit(async () => {
    const isReasonMissing = reasonHint !== undefined && reason.trim() === '';
    setMissing(isReasonMissing);
    if (isReasonMissing) input.current?.focus();
    else await onSubmit(reason.trim() || null);
  });
  const isOver = useSessionOver(error);
  return (
    <Dialog title={heading} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p>{consequence}</p>
          {reasonHint === undefined ? null : (
            <TextInput
              ref={input}
              label={text('web.emergency.reason')}
              description={reasonHint}
              value={reason}
              maxLength={500}
              autoComplete="off"
              data-autofocus
              aria-required
              error={isMissing ? text('web.emergency.reason-missing') : undefined}
              onChange={(event) => {
                setReason(event.currentTarget.value);
                setMissing(false);
              }}
            />
          )}
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
