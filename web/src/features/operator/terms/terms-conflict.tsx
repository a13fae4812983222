import type { Terms } from '@keyturn/contract';
import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './terms-editor.module.css';

type Props = { inForce: Terms; onResolve: (how: 'keep' | 'take') => void };

/** That somebody else published terms meanwhile: their text above one's own, which stays. */
export function TermsConflict({ inForce, onResolve }: Props): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { version } = inForce;
  useEffect(() => heading.current?.focus(), [version]);
  return (
    <Notice tone="warning" role="alert">
      <h2 ref={heading} tabIndex={-1}>
        {text('web.conflict.heading')}
      </h2>
      <p>{text('web.terms-editor.conflict', { version })}</p>
      <Textarea
        aria-label={text('web.terms-editor.conflict-text')}
        classNames={{ input: styles.source ?? '' }}
        className={styles.theirs ?? ''}
        readOnly
        value={inForce.text}
      />
      <div className={styles.actions}>
        <Button variant="default" onClick={() => onResolve('take')}>
          {text('web.terms-editor.conflict-take', { version })}
        </Button>
        <Button variant="filled" onClick={() => onResolve('keep')}>
          {text('web.terms-editor.conflict-keep', { version: version + 1 })}
        </Button>
      </div>
    </Notice>
  );
}
