import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { RecordSection } from '../record/record-form.tsx';
import { applicationAt } from './application-at.ts';
import styles from './import-preview.module.css';
import type { Import } from './use-import.ts';

/** What does not fit, each with its place in the file, and what can be done about it here. */
export function ImportProblems({ value }: { value: Import }): ReactNode {
  const { preview, file } = value;
  if (preview === null || file === null) return null;
  // Questions are asked below, by name.
  const asked = new Set(
    preview.questions.flatMap(({ answer, path }) => (answer === null ? [path, `${path}.displayName`] : [])),
  );
  const problems = preview.problems.filter(({ path }) => !asked.has(path));
  if (problems.length === 0) return null;
  const more = preview.problemCount - preview.problems.length;
  return (
    <RecordSection title={text('web.import.problems')}>
      <p className="kt-muted">{text('web.import.problems-hint')}</p>
      <ul className={styles.problems}>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path === '' ? text('web.import.whole-file') : path}</code>
            <span>{message}</span>
            <LeaveOut value={value} path={path} />
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{text('web.import.problems-more', { count: more })}</p> : null}
    </RecordSection>
  );
}

/** Of a list from Entra: what has problems may stay behind. */
function LeaveOut({ value, path }: { value: Import; path: string }): ReactNode {
  const { file, preview, answers, answer, isRunning } = value;
  const application = preview?.format === 'entra' ? applicationAt(file?.value, path) : null;
  if (application === null) return null;
  return (
    <Button
      variant="default"
      size="compact-sm"
      disabled={isRunning}
      aria-label={text('web.import.leave-out-name', { name: application.name })}
      onClick={() =>
        answer({ ...answers, organisations: { ...answers.organisations, [application.appId]: null } })
      }
    >
      {text('web.import.leave-out')}
    </Button>
  );
}
