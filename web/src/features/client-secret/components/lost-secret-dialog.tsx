import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import type { SecretDialogProps } from '../dialog-props.ts';

type Props = Pick<SecretDialogProps, 'refresh' | 'onClose'> & {
  name: string;
  onDelete: (secretId: string) => void;
};

/** The answer to Create was lost: a secret may exist whose value nobody got (R1.4). */
export function LostSecretDialog({ name, refresh, onClose, onDelete }: Props): ReactNode {
  const [foundId, setFoundId] = useState<string | null>(null);

  useEffect(() => {
    let wanted = true;
    refresh()
      .then(({ secrets }) => {
        // Names are unique among secrets that are not deleted, and the form refuses a name that was taken.
        const found = secrets.find((secret) => secret.status !== 'deleted' && secret.name === name.trim());
        if (wanted) setFoundId(found?.id ?? null);
      })
      .catch(() => {
        // Still unreachable: the text says what to do once the list is there again.
      });
    return () => {
      wanted = false;
    };
    // Once: `refresh` is another function at every rendering.
  }, []);

  return (
    <Dialog title={text('web.create.lost-heading')} onClose={onClose} help={<GuideButton topic="copy" />}>
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
