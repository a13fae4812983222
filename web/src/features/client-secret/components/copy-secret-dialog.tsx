import type { CreatedClientSecret } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { deleteClientSecret } from '../api/client-secrets.ts';
import { describeDeletionByAnother } from '../describe-changes.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { ShownOnceDialog } from './shown-once-dialog.tsx';

type Props = SecretDialogProps & {
  created: CreatedClientSecret;
  operatorName: string;
  connectionDetails: ReactNode;
  onDiscard: () => void;
  onLeave: () => void;
};

/** "Copy your client secret now" (R1.4). */
export function CopySecretDialog(props: Props): ReactNode {
  const { created, operatorName, application, connectionDetails, userId, refresh, onDone } = props;
  const { onDiscard, onLeave } = props;
  const clock = useClock();

  async function deleteIt(): Promise<void> {
    await deleteAsItIsNow();
    const fresh = await refresh().catch(() => null);
    const told = fresh === null ? null : describeDeletionByAnother(created, fresh, clock, userId);
    onDone(told ?? text('web.delete.done'));
  }

  // Nobody but this page has the value, so changes to other secrets are no reason to decide anew.
  async function deleteAsItIsNow(retries = 1): Promise<void> {
    try {
      await deleteClientSecret(await refresh(), created.id);
    } catch (failure) {
      if (problemCode(failure) !== 'secrets-changed' || retries === 0) throw failure;
      await deleteAsItIsNow(retries - 1);
    }
  }

  return (
    <ShownOnceDialog
      title={text('web.show.heading')}
      help={<GuideButton topic="copy" />}
      subject={text('web.delete.subject', {
        name: created.name,
        hint: created.hint,
        application: application.name,
      })}
      value={created.clientSecret}
      advice={text('web.show.once', {
        operator: operatorName,
        organisation: application.organisation.name,
      })}
      details={{ label: text('web.application.connection-details'), content: connectionDetails }}
      onDelete={deleteIt}
      onDiscard={onDiscard}
      onLeave={onLeave}
    />
  );
}
