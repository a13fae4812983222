import type { ImportQuestion } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { RecordSection } from '../record/record-form.tsx';
import { ApiQuestion } from './api-question.tsx';
import styles from './import-preview.module.css';
import { OrganisationQuestion } from './organisation-question.tsx';
import type { Import } from './use-import.ts';

type Props = { value: Import; questions: ImportQuestion[]; open: number };

/** What a list from Entra cannot say, in the order of the list, whatever is answered already. */
export function ImportQuestions({ value, questions, open }: Props): ReactNode {
  const { answers, answer, setEdited, isRunning } = value;
  const ordered = questions.toSorted((one, other) => placeOf(one) - placeOf(other));
  return (
    <RecordSection title={text('web.import.questions')}>
      <p className="kt-muted">{text('web.import.questions-open', { count: open })}</p>
      <ul className={styles.questions}>
        {ordered.map((question) => (
          <li key={question.appId}>
            <fieldset disabled={isRunning}>
              <legend>{question.name}</legend>
              {question.kind === 'api' ? (
                <ApiQuestion
                  question={question}
                  onEdit={setEdited}
                  onAnswer={(api) => answer({ ...answers, apis: { ...answers.apis, [question.appId]: api } })}
                />
              ) : (
                <OrganisationQuestion
                  question={question}
                  onAnswer={(organisation) =>
                    answer({
                      ...answers,
                      organisations: { ...answers.organisations, [question.appId]: organisation },
                    })
                  }
                />
              )}
            </fieldset>
          </li>
        ))}
      </ul>
    </RecordSection>
  );
}

const placeOf = ({ path }: ImportQuestion): number => Number(/\d+/.exec(path)?.[0] ?? 0);
