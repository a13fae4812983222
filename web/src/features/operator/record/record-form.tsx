import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { ConflictNotice, type FieldWords } from './conflict-notice.tsx';
import styles from './record-form.module.css';
import type { RecordForm as Form } from './use-record-form.ts';

type Props<Values extends object> = {
  form: Form<Values>;
  words: FieldWords<Values>;
  /** Left out: what exists is changed. */
  createLabel?: string;
  children: ReactNode;
};

/** The fields of a record with what becomes of them: saved, not saved and why, or changed by somebody else meanwhile. */
export function RecordForm<Values extends object>({
  form,
  words,
  createLabel,
  children,
}: Props<Values>): ReactNode {
  const element = useRef<HTMLFormElement>(null);
  const isOver = useSessionOver(form.error);
  const isExisting = createLabel === undefined;
  useEffect(() => {
    if (form.error !== null) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form.error]);
  return (
    <form ref={element} className={styles.form} onSubmit={form.submit} noValidate>
      {form.conflict === null ? null : (
        <ConflictNotice conflict={form.conflict} words={words} onResolve={form.resolve} />
      )}
      {children}
      {form.error === null || isOver ? null : form.errorCount > 0 ? (
        <FailureNotice error={form.error} message={text('web.record.fix', { count: form.errorCount })} />
      ) : (
        <FailureNotice error={form.error} />
      )}
      <div role="status">
        {form.isSaved && !form.isChanged ? <Notice tone="good">{text('web.record.saved')}</Notice> : null}
      </div>
      <div className={styles.actions}>
        <Button type="submit" variant="filled" loading={form.busy} disabled={isExisting && !form.isChanged}>
          {createLabel ?? text('web.record.save')}
        </Button>
        {isExisting && form.isChanged ? (
          <Button variant="default" onClick={form.undo} disabled={form.busy}>
            {text('web.record.undo')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** Fields beside each other, where there is room. */
export const FieldGrid = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={styles.grid}>{children}</div>
);

/** One part of a record's page. */
export const RecordSection = ({ title, children }: { title: string; children: ReactNode }): ReactNode => (
  <section className={styles.section} aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

/** What cannot be typed: terms and descriptions, one below the other. */
export const FactList = ({ children }: { children: ReactNode }): ReactNode => (
  <dl className={styles.facts}>{children}</dl>
);

/** Ways on from a record, beside each other. */
export const LinkList = ({ children }: { children: ReactNode }): ReactNode => (
  <span className={styles.links}>{children}</span>
);
