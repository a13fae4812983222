import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { usePageState } from '../../../lib/page-state.tsx';
import { useCopy } from '../../../lib/use-copy.ts';
import styles from './shown-secret.module.css';

const hideAfterMs = 5 * 60_000;

/** The value of a client secret, read-only and visible until it is hidden, by hand or by itself. */
export function ShownSecret({ value, onCopied }: { value: string; onCopied: () => void }): ReactNode {
  const [isVisible, setIsVisible] = useState(true);
  const isCovered = usePageState() !== 'shown';
  const shown = isVisible && !isCovered;
  const [hidByItself, setHidByItself] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { state, copy } = useCopy();

  function hide(): void {
    setIsVisible(false);
    setHidByItself(true);
  }
  useEffect(() => {
    // Whoever comes back asks for it again: it may be somebody else who looks at the screen by then.
    if (isCovered && isVisible) hide();
  }, [isCovered, isVisible]);

  useEffect(() => {
    if (!shown) return;
    const hideWithTab = (): void => {
      if (document.visibilityState === 'hidden') hide();
    };
    const timer = setTimeout(hide, hideAfterMs);
    document.addEventListener('visibilitychange', hideWithTab);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hideWithTab);
    };
  }, [shown]);

  useEffect(() => {
    if (state === 'failed' && shown) field.current?.select();
  }, [state, shown]);

  const toggle = (): void => {
    setIsVisible(!shown);
    setHidByItself(false);
  };

  async function copyValue(): Promise<void> {
    const done = await copy(value);
    if (done) onCopied();
    else setIsVisible(true);
    announce(text(done ? 'web.copy.copied' : 'web.copy.failed'));
  }

  return (
    <div className={styles.secret}>
      <Textarea
        ref={field}
        className={styles.field ?? ''}
        label={text('web.show.field')}
        value={shown ? value : '•'.repeat(value.length)}
        readOnly
        rows={2}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onCopy={(event) => {
          // By hand, but only the whole value counts.
          const { selectionStart, selectionEnd } = event.currentTarget;
          if (shown && selectionStart === 0 && selectionEnd === value.length) onCopied();
        }}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={
          hidByItself ? text('web.show.hidden') : shown && state === 'failed' ? text('web.copy.failed') : null
        }
      />
      <div className={styles.buttons}>
        <Button
          variant="filled"
          data-autofocus
          leftSection={<Icon name={state === 'copied' ? 'check' : 'copy'} />}
          onClick={() => void copyValue()}
        >
          {text(state === 'copied' ? 'web.copy.copied' : 'web.show.copy')}
        </Button>
        <Button variant="default" onClick={toggle}>
          {text(shown ? 'web.show.hide' : 'web.show.show')}
        </Button>
      </div>
    </div>
  );
}
