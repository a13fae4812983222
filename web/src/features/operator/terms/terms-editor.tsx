import type { Terms } from '@keyturn/contract';
import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { termsQuery } from '../../terms/api/terms.ts';
import { RecordSection } from '../record/record-form.tsx';
import { useRecordForm } from '../record/use-record-form.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { asDraft, publishTerms, versionsQuery } from './terms-api.ts';
import { TermsConflict } from './terms-conflict.tsx';
import styles from './terms-editor.module.css';

const Markdown = lazy(() => import('../../../components/ui/markdown.tsx'));

const maxLength = 60_000;

type Props = { inForce: Terms | null; activeMembers: number };

/** The next version of the terms, made from those in force: its Markdown beside what members will see. */
export function TermsEditor({ inForce, activeMembers }: Props): ReactNode {
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const form = useRecordForm({
    seen: asDraft(inForce),
    save: async (_changes, seen, values) => {
      const published = await publishTerms(queryClient, values.text, seen);
      announce(text('web.terms-editor.published', { version: published.version }));
      return asDraft(published);
    },
    readAgain: async () => {
      void queryClient.invalidateQueries({ queryKey: versionsQuery.queryKey });
      return asDraft(await queryClient.fetchQuery({ ...termsQuery, staleTime: 0 }));
    },
  });
  const isOver = useSessionOver(form.error);
  const written = useDeferredValue(form.values.text);
  const excess = form.values.text.length - maxLength;
  const version = (inForce?.version ?? 0) + 1;
  const { conflict } = form;

  return (
    <RecordSection title={text(inForce === null ? 'web.terms-editor.first' : 'web.terms-editor.next')}>
      {conflict === null || inForce === null ? null : (
        <TermsConflict inForce={inForce} onResolve={form.resolve} />
      )}
      <p className="kt-muted">
        {inForce === null
          ? text('web.terms-editor.none')
          : text('web.terms-editor.in-force', { version: inForce.version })}
      </p>
      <div className={styles.sides}>
        <div className={styles.side}>
          <Textarea
            label={text('web.terms-editor.source')}
            classNames={{ input: styles.source ?? '' }}
            spellCheck
            {...form.field('text')}
            error={
              excess > 0 ? text('web.terms-editor.too-long', { count: excess }) : form.field('text').error
            }
          />
          <p className="kt-muted kt-small">
            {text('web.terms-editor.count', { count: form.values.text.length, max: maxLength })}
          </p>
        </div>
        <div className={styles.side}>
          <h3 id="terms-preview" className={styles.label}>
            {text('web.terms-editor.preview')}
          </h3>
          <div className={styles.preview} role="region" aria-labelledby="terms-preview" tabIndex={0}>
            {written.trim() === '' ? (
              <p className="kt-muted">{text('web.terms-editor.preview-empty')}</p>
            ) : (
              <Suspense fallback={<p role="status">{text('web.terms.loading')}</p>}>
                <Markdown source={written} />
              </Suspense>
            )}
          </div>
        </div>
      </div>
      {form.error === null || isOver ? null : <FailureNotice error={form.error} />}
      <div className={styles.actions}>
        <Button
          variant="filled"
          loading={form.busy}
          disabled={!form.isChanged || excess > 0 || form.values.text.trim() === '' || conflict !== null}
          onClick={() => setAsking(true)}
        >
          {text('web.terms-editor.publish', { version })}
        </Button>
        {form.isChanged ? (
          <Button variant="default" disabled={form.busy} onClick={form.undo}>
            {text('web.terms-editor.undo')}
          </Button>
        ) : null}
      </div>
      {isAsking ? (
        <PublishDialog
          version={version}
          activeMembers={activeMembers}
          onClose={() => setAsking(false)}
          onPublish={() => {
            setAsking(false);
            form.submit();
          }}
        />
      ) : null}
    </RecordSection>
  );
}
