import type { CreatedClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import type { SecretDialogProps } from '../dialog-props.ts';
import { ShownSecret } from './shown-secret.tsx';
import { UncopiedQuestion } from './uncopied-question.tsx';

type Props = SecretDialogProps & {
  created: CreatedClientSecret;
  operatorName: string;
  connectionDetails: ReactNode;
  /** Forgets the value and closes. */
  onDiscard: () => void;
  /** The page is left: forgets the value, and says so should somebody come back. */
  onLeave: () => void;
};

/**
 * "Copy your client secret now" (R1.4): closes by "Done" alone, which asks when nothing was copied; leaving the page
 * asks too.
 */
export function CopySecretDialog(props: Props): ReactNode {
  const { created, operatorName, application, connectionDetails, onDiscard, onLeave } = props;
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const [withDetails, setWithDetails] = useState(false);
  const leaving = useBlocker({ shouldBlockFn: () => true, enableBeforeUnload: true, withResolver: true });

  useEffect(() => {
    // A page that the browser keeps for Back and Forward must not keep the value.
    const forget = (): void => flushSync(onLeave);
    addEventListener('pagehide', forget);
    return () => removeEventListener('pagehide', forget);
  }, [onLeave]);

  const isLeaving = leaving.status === 'blocked';
  const back = (): void => {
    setAsking(false);
    if (leaving.status === 'blocked') leaving.reset();
  };
  const close = (): void => {
    onDiscard();
    if (leaving.status === 'blocked') leaving.proceed();
  };

  return (
    <Dialog title={text('web.show.heading')} size="40rem" help={<GuideButton topic="copy" />}>
      {asking || isLeaving ? (
        <UncopiedQuestion
          {...props}
          isLeaving={isLeaving}
          wasCopied={copied}
          onBack={back}
          onCloseAnyway={close}
        />
      ) : (
        <DialogStack>
          <p className="kt-muted">
            {text('web.delete.subject', {
              name: created.name,
              hint: created.hint,
              application: application.name,
            })}
          </p>
          <ShownSecret value={created.clientSecret} onCopied={() => setCopied(true)} />
          <p>
            {text('web.show.once', { operator: operatorName, organisation: application.organisation.name })}
          </p>
          {withDetails ? connectionDetails : null}
          <DialogActions>
            <Button
              variant="default"
              aria-expanded={withDetails}
              onClick={() => setWithDetails(!withDetails)}
            >
              {text('web.application.connection-details')}
            </Button>
            <Button variant="default" onClick={() => (copied ? onDiscard() : setAsking(true))}>
              {text('web.show.done')}
            </Button>
          </DialogActions>
        </DialogStack>
      )}
    </Dialog>
  );
}
