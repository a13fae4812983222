import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';

type Props = {
  name: string;
  help?: ReactNode;
  /** Those that there are now and are not deleted. */
  readExisting: () => Promise<{ id: string; name: string }[]>;
  onClose: () => void;
  onDelete: (secretId: string) => void;
};

/** The answer to Create was lost: a secret may exist whose value nobody got (R1.4). */
export function LostSecretDialog({ name, help, readExisting, onClose, onDelete }: Props): ReactNode {
  const [foundId, setFoundId] = useState<string | null>(null);

  useEffect(() => {
    let wanted = true;
    readExisting()
      .then((existing) => {
        // Names are unique among these, and the form refuses a name that was taken.
        const found = existing.find((secret) => secret.name === name.trim());
        if (wanted) setFoundId(found?.id ?? null);
      })
      .catch(() => {
        // Still unreachable: the text says what to do once the list is there again.
      });
    return () => {
      wanted = false;
    };
    // Once: `readExisting` is another function at every rendering.
  }, []);

  return (
    <Dialog title={text('web.create.lost-heading')} onClose={onClose} help={help}>
      <DialogStack>
        <Notice tone="warning" role="alert">
          {text(foundId === null ? 'web.create.lost' : 'web.create.lost-found', { name: name.trim() })}
        </Notice>
        <DialogActions>
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('web.close')}
          </Button>
          {foundId === null ? null : (
            <Button variant="filled" color="danger" onClick={() => onDelete(foundId)}>
              {text('web.create.lost-delete')}
            </Button>
          )}
        </DialogActions>
      </DialogStack>
    </Dialog>
  );
}
