import { importNoun, type ImportChange, type ImportNoun, type ImportPreview } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { differences } from '../difference/describe-values.ts';
import { DifferenceTable } from '../difference/difference-table.tsx';
import { RecordSection } from '../record/record-form.tsx';
import styles from './import-preview.module.css';
import { changeCount, countWords } from './import-words.ts';

const openAtMost = 10;
const shownAtFirst = 25;

/** What would be created and changed, noun by noun, each before and after. */
export function ImportChanges({ preview }: { preview: ImportPreview }): ReactNode {
  const groups = Map.groupBy(preview.changes, ({ noun }) => noun);
  if (groups.size === 0) return null;
  return (
    <RecordSection title={text('web.import.changes')}>
      {importNoun.options.map((noun) => {
        const changes = groups.get(noun);
        const count = preview.counts[noun];
        return changes === undefined || count === undefined ? null : (
          <Group key={noun} noun={noun} changes={changes} total={changeCount(count)}>
            {countWords(count)}
          </Group>
        );
      })}
    </RecordSection>
  );
}

type GroupProps = { noun: ImportNoun; changes: ImportChange[]; total: number; children: ReactNode };

function Group({ noun, changes, total, children }: GroupProps): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, shownAtFirst);
  return (
    <details className={styles.group} open={total <= openAtMost}>
      <summary>
        <h3>{text(`web.import.noun-${noun}`)}</h3> <span className="kt-muted">{children}</span>
      </summary>
      <ul>
        {shown.map((change) => (
          <ChangeItem key={`${change.id} ${change.name}`} change={change} />
        ))}
      </ul>
      {shown.length < changes.length ? (
        <div>
          <Button variant="default" size="xs" onClick={() => setWhole(true)}>
            {text('web.import.show-all', { count: changes.length })}
          </Button>
        </div>
      ) : null}
      {changes.length < total ? (
        <p className="kt-muted kt-small">
          {text('web.import.changes-more', { shown: changes.length, count: total })}
        </p>
      ) : null}
    </details>
  );
}

function ChangeItem({ change }: { change: ImportChange }): ReactNode {
  const { timeZone } = useClock();
  const { noun, kind, notes } = change;
  const name = noun === 'terms' ? text('web.import.terms') : change.name;
  const fields = differences(change.before, change.after, timeZone);
  return (
    <li className={styles.change}>
      <p>
        <span className={`${styles.kind} ${styles[kind]}`}>{text(`web.import.kind-${kind}`)}</span>{' '}
        <b>{name}</b>
      </p>
      {notes.map((note) => (
        <p key={note} className="kt-small">
          {note}
        </p>
      ))}
      {kind === 'updated' ? (
        <DifferenceTable label={name} differences={fields} />
      ) : (
        <ul className={styles.facts}>
          {/* What it is named stands above. */}
          {fields
            .filter(({ field }) => field !== 'name')
            .map(({ field, label, before, after }) => (
              <li key={field}>
                <span className="kt-muted">{label}</span> {after ?? before}
              </li>
            ))}
        </ul>
      )}
    </li>
  );
}
