import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { isOutcomeUnknown } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { RecordSection } from '../record/record-form.tsx';
import { ImportChanges } from './import-changes.tsx';
import { ImportLeftOut } from './import-left-out.tsx';
import styles from './import-preview.module.css';
import { ImportProblems } from './import-problems.tsx';
import { ImportQuestions } from './import-questions.tsx';
import { changeCount, totalWords } from './import-words.ts';
import type { Import } from './use-import.ts';

/** What an import would do, what stands against it, and the button that does it. */
export function ImportPreviewView({ value }: { value: Import }): ReactNode {
  const { preview, isLooking, lookError, lookAgain, isStale, isRunning } = value;
  const isOver = useSessionOver(lookError);
  const failure =
    lookError === null || isOver ? null : (
      <FailureNotice
        error={lookError}
        message={text('web.import.look-failed')}
        action={
          <Button variant="default" size="xs" loading={isLooking} onClick={lookAgain}>
            {text('web.try-again')}
          </Button>
        }
      />
    );
  if (preview === null)
    return failure ?? (isLooking ? <p role="status">{text('web.import.looking')}</p> : null);
  const { total, problemCount, openQuestions } = preview;
  const count = changeCount(total);
  const isBlocked = problemCount > 0;
  const isEdited = value.edited.size > 0;
  return (
    <>
      {failure}
      {isStale ? (
        <Notice tone="warning" role="alert">
          {text('web.import.stale')}
        </Notice>
      ) : null}
      <RecordSection title={text('web.import.preview')}>
        <div aria-busy={isLooking} className={styles.summary}>
          <p className="kt-muted kt-small">{text(`web.import.format-${preview.format}`)}</p>
          <p className={styles.total}>{totalWords(preview)}</p>
          {count === 0 && !isBlocked ? (
            <p className="kt-muted">{text('web.import.nothing')}</p>
          ) : total.unchanged > 0 ? (
            <p className="kt-muted">{text('web.import.unchanged', { count: total.unchanged })}</p>
          ) : null}
        </div>
        <div className={styles.actions}>
          <Button
            variant="filled"
            loading={isRunning}
            disabled={isBlocked || isEdited || count === 0 || isLooking}
            onClick={value.run}
          >
            {text('web.import.run', { count })}
          </Button>
          <span role="status" className="kt-muted kt-small">
            {isRunning
              ? text('web.import.running')
              : isBlocked
                ? text('web.import.run-blocked')
                : isEdited
                  ? text('web.import.run-edited', { count: value.edited.size })
                  : ''}
          </span>
        </div>
        <RunFailure value={value} />
      </RecordSection>
      <ImportProblems value={value} />
      {preview.questions.length === 0 ? null : (
        <ImportQuestions value={value} questions={preview.questions} open={openQuestions} />
      )}
      <ImportChanges preview={preview} />
      <ImportLeftOut value={value} />
    </>
  );
}

function RunFailure({ value: { runError, lookAgain } }: { value: Import }): ReactNode {
  const isOver = useSessionOver(runError);
  if (runError === null || isOver) return null;
  if (!isOutcomeUnknown(runError)) return <FailureNotice error={runError} />;
  return (
    <FailureNotice
      error={runError}
      message={text('web.import.outcome-unknown')}
      action={
        <Button variant="default" size="xs" onClick={lookAgain}>
          {text('web.import.compare-again')}
        </Button>
      }
    />
  );
}
