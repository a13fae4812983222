import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './conflict-notice.module.css';
import { changedKeys, isSame } from './record-changes.ts';
import type { Conflict } from './use-record-form.ts';

/** How a field is called, and how one of its values reads; left out: as it is. */
export type FieldWords<Values> = {
  [Key in keyof Values]: { label: string; show?: (value: Values[Key]) => string };
};

type Props<Values extends object> = {
  conflict: Conflict<Values>;
  words: FieldWords<Values>;
  onResolve: (how: 'keep' | 'take') => void;
};

/** That two people changed one record: both versions, beside what both saw before. */
export function ConflictNotice<Values extends object>({
  conflict,
  words,
  onResolve,
}: Props<Values>): ReactNode {
  const { before, theirs, yours } = conflict;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [conflict]);
  const show = <Key extends keyof Values & string>(key: Key, value: Values[Key]): string => {
    const shown = words[key].show?.(value) ?? String(value ?? '');
    return shown === '' ? text('web.record.empty-value') : shown;
  };
  return (
    <Notice tone="warning" role="alert">
      <h2 ref={heading} tabIndex={-1}>
        {text('web.conflict.heading')}
      </h2>
      <p>{text('web.conflict.text')}</p>
      <div className={styles.room} tabIndex={0} role="group" aria-label={text('web.conflict.table')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text('web.conflict.field')}</th>
              <th scope="col">{text('web.conflict.before')}</th>
              <th scope="col">{text('web.conflict.theirs')}</th>
              <th scope="col">{text('web.conflict.yours')}</th>
            </tr>
          </thead>
          <tbody>
            {changedKeys(before, theirs, yours).map((key) => (
              <tr key={key}>
                <th scope="row">{words[key].label}</th>
                <td>{show(key, before[key])}</td>
                <td className={isSame(theirs[key], before[key]) ? '' : styles.changed}>
                  {show(key, theirs[key])}
                </td>
                <td className={isSame(yours[key], before[key]) ? '' : styles.changed}>
                  {show(key, yours[key])}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.actions}>
        <Button variant="default" onClick={() => onResolve('take')}>
          {text('web.conflict.take')}
        </Button>
        <Button variant="filled" onClick={() => onResolve('keep')}>
          {text('web.conflict.keep')}
        </Button>
      </div>
    </Notice>
  );
}
