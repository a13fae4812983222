import type { Factor } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { text } from '../../../lib/messages.ts';
import { FactorNameField } from '../../second-factor/components/factor-name-field.tsx';
import { ProveAgain } from '../../second-factor/components/prove-again.tsx';
import { renameFactor } from '../api/account.ts';
import { useProvenSubmit } from '../use-proven-submit.ts';

type Props = { factor: Factor; onClose: () => void; onDone: (message: string) => void };

export function RenameFactorDialog({ factor, onClose, onDone }: Props): ReactNode {
  const [name, setName] = useState(factor.name);
  const [missing, setMissing] = useState(false);
  const { busy, error, submit, clearError, needsProof } = useProvenSubmit(async () => {
    await renameFactor(factor.id, name.trim());
    onDone(text('web.account.renamed', { name: name.trim() }));
  });

  function rename(event: FormEvent): void {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') submit();
  }

  return (
    <Dialog title={text('web.account.rename-heading')} onClose={busy ? undefined : onClose}>
      {needsProof ? (
        <ProveAgain onProved={() => submit()} onCancel={clearError} />
      ) : (
        <form onSubmit={rename} noValidate>
          <DialogStack>
            {error === null ? null : <FailureNotice error={error} />}
            <FactorNameField value={name} onChange={setName} missing={missing} />
            <DialogActions>
              <Button variant="default" onClick={onClose} disabled={busy}>
                {text('web.cancel')}
              </Button>
              <Button type="submit" variant="filled" loading={busy}>
                {text('web.account.rename')}
              </Button>
            </DialogActions>
          </DialogStack>
        </form>
      )}
    </Dialog>
  );
}
