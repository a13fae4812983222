import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { ShownSecret } from './shown-secret.tsx';
import { UncopiedQuestion } from './uncopied-question.tsx';

type Props = {
  title: string;
  help?: ReactNode;
  /** Whose value it is. */
  subject: string;
  /** What belongs to it and is no secret. */
  companions?: ReactNode;
  value: string;
  /** That it is shown this once, and where it belongs. */
  advice: string;
  /** What can be opened below. */
  details?: { label: string; content: ReactNode };
  /** Deletes what nobody has a copy of, and closes. */
  onDelete: () => Promise<void>;
  /** Forgets the value and closes. */
  onDiscard: () => void;
  /** The page is left: forgets the value, and says so should somebody come back. */
  onLeave: () => void;
};

/**
 * Shows a secret's value, this once (R1.4): closes by "Done" alone, which asks when nothing was copied; leaving the page
 * asks too.
 */
export function ShownOnceDialog(props: Props): ReactNode {
  const { title, help, subject, companions, value, advice, details, onDelete, onDiscard, onLeave } = props;
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
    <Dialog title={title} size="40rem" help={help}>
      {asking || isLeaving ? (
        <UncopiedQuestion
          isLeaving={isLeaving}
          wasCopied={copied}
          onDelete={onDelete}
          onBack={back}
          onCloseAnyway={close}
        />
      ) : (
        <DialogStack>
          <p className="kt-muted">{subject}</p>
          {companions}
          <ShownSecret value={value} onCopied={() => setCopied(true)} />
          <p>{advice}</p>
          {withDetails ? details?.content : null}
          <DialogActions>
            {details === undefined ? null : (
              <Button
                variant="default"
                aria-expanded={withDetails}
                onClick={() => setWithDetails(!withDetails)}
              >
                {details.label}
              </Button>
            )}
            <Button variant="default" onClick={() => (copied ? onDiscard() : setAsking(true))}>
              {text('web.show.done')}
            </Button>
          </DialogActions>
        </DialogStack>
      )}
    </Dialog>
  );
}
