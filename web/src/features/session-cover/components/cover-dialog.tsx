import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import styles from './session-cover.module.css';

type Props = {
  /** Is told where the focus was before. */
  onShow: (focused: Element | null) => void;
  onContinue: () => Promise<void>;
  onSignOut: () => Promise<void>;
};

/**
 * "Still there?": a modal dialog of the browser's own, so that everything else is inert, other dialogs included. Only
 * its two buttons end it.
 */
export function CoverDialog({ onShow, onContinue, onSignOut }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const continueButton = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const textId = useId();
  const resume = useSubmit(onContinue);
  const leave = useSubmit(onSignOut);
  const error = resume.error ?? leave.error;

  const show = useEffectEvent((): void => {
    onShow(document.activeElement);
    open();
  });
  function open(): void {
    dialog.current?.showModal();
    continueButton.current?.focus();
  }
  useLayoutEffect(() => {
    // Before anything is painted: hides everything else.
    const { dataset } = document.documentElement;
    dataset['covered'] = 'true';
    return () => {
      delete dataset['covered'];
    };
  }, []);
  useLayoutEffect(() => show(), []);
  useEffect(() => {
    // While it was busy, a button could not have the focus.
    if (error !== null) continueButton.current?.focus();
  }, [error]);

  return (
    <dialog
      ref={dialog}
      className={styles.cover}
      aria-modal="true"
      aria-labelledby={titleId}
      aria-describedby={textId}
      // Browsers that do not know this ask by the events below.
      closedby="none"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault();
      }}
      onClose={open}
    >
      <div className={styles.stack}>
        <h1 id={titleId}>{text('web.cover.heading')}</h1>
        <p id={textId}>{text('web.cover.text')}</p>
        {error === null ? null : <FailureNotice error={error} />}
        <div className={styles.actions}>
          <Button
            ref={continueButton}
            variant="filled"
            size="md"
            loading={resume.busy}
            disabled={leave.busy}
            onClick={() => {
              leave.clearError();
              resume.submit();
            }}
          >
            {text('web.cover.continue')}
          </Button>
          <Button
            variant="default"
            size="md"
            loading={leave.busy}
            disabled={resume.busy}
            onClick={() => {
              resume.clearError();
              leave.submit();
            }}
          >
            {text('web.cover.sign-out')}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
