import type { ImportQuestion, Organisation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { organisationsQuery } from '../organisation/organisation-api.ts';
import { RecordPicker } from '../record/record-picker.tsx';
import styles from './import-preview.module.css';

type Question = Extract<ImportQuestion, { kind: 'organisation' }>;
type Props = { question: Question; onAnswer: (organisation: string | null) => void };

const leftOut = 'leave-out';

/** Whose application it is, or that it is left out. */
export function OrganisationQuestion({ question, onAnswer }: Props): ReactNode {
  const { answer, candidates, secrets } = question;
  const leaveOut = { value: leftOut, label: text('web.import.question-leave') };
  const organisation = answer?.organisation ?? null;
  const chosen =
    answer === null
      ? null
      : organisation === null
        ? leaveOut
        : { value: organisation.id, label: organisation.name };
  return (
    <>
      <p className="kt-muted kt-small">{text('web.import.question-secrets', { count: secrets })}</p>
      <div className={styles.narrow}>
        <RecordPicker<Organisation>
          label={text('web.import.question-organisation')}
          searchLabel={text('web.organisation.pick-search')}
          chooseLabel={text('web.organisation.pick-choose')}
          chosen={chosen}
          extras={[
            leaveOut,
            ...candidates.map(({ id, name }) => ({
              value: id,
              label: text('web.import.candidate', { name }),
            })),
          ]}
          query={(search) => organisationsQuery({ search, status: 'active' })}
          toOption={({ id, name, kind }) => (kind === 'operator' ? null : { value: id, label: name })}
          onChoose={(option) => {
            if (option !== null) onAnswer(option.value === leftOut ? null : option.value);
          }}
        />
      </div>
    </>
  );
}
