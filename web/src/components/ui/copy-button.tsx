import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { useCopy } from '../../lib/use-copy.ts';
import { Icon } from './icon.tsx';
import { announce } from './live-region.tsx';
import styles from './copy-button.module.css';

type Props = {
  value: string;
  /** What the button says, and its accessible name. */
  label: string;
  /** Called when the clipboard refuses: select the text, so that it can be copied by hand. */
  onFailed?: () => void;
};

/** Copies a value that is no secret. */
export function CopyButton({ value, label, onFailed }: Props): ReactNode {
  const { state, copy } = useCopy();
  const onClick = async (): Promise<void> => {
    const copied = await copy(value);
    announce(text(copied ? 'web.copy.copied' : 'web.copy.failed'));
    if (!copied) onFailed?.();
  };
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<Icon name={state === 'copied' ? 'check' : 'copy'} size={15} />}
      onClick={() => void onClick()}
    >
      {state === 'idle' ? (
        label
      ) : (
        <span className={styles.answer}>
          {text(state === 'copied' ? 'web.copy.copied' : 'web.copy.failed')}
          {/* As wide as before: what stands beside the button does not move. */}
          <span className={styles.room}>{label}</span>
        </span>
      )}
    </Button>
  );
}
