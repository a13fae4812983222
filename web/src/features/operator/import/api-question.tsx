import type { ImportAnswers, ImportQuestion } from '@keyturn/contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { FieldGrid } from '../record/record-form.tsx';
import { isSame } from '../record/record-changes.ts';
import styles from './import-preview.module.css';

type Question = Extract<ImportQuestion, { kind: 'api' }>;
type Props = {
  question: Question;
  /** Whether something is typed that was not answered. */
  onEdit: (appId: string, isEdited: boolean) => void;
  onAnswer: (api: ImportAnswers['apis'][string]) => void;
};
type Decision = 'open' | 'take' | 'leave';

const environments = ['production', 'sandbox'] as const;

/** Which API an application is that others use, or that it is left out. */
export function ApiQuestion({ question, onEdit, onAnswer }: Props): ReactNode {
  const { appId, proposal, answer, usedBy } = question;
  const answered: Decision = answer === null ? 'open' : answer.api === null ? 'leave' : 'take';
  const [decision, setDecision] = useState<Decision>(answered);
  const [values, setValues] = useState({ code: answer?.api?.code ?? '', ...(answer?.api ?? proposal) });
  const [given, setGiven] = useState(answered === 'take' ? values : null);
  const isEdited = decision === 'take' && !isSame(values, given);
  useEffect(() => {
    onEdit(appId, isEdited);
    return () => onEdit(appId, false);
  }, [appId, isEdited, onEdit]);
  return (
    <>
      <p className="kt-muted kt-small">{text('web.import.question-api-hint', { count: usedBy })}</p>
      <FieldGrid>
        <NativeSelect
          label={text('web.import.question-api')}
          value={decision}
          onChange={(event) => {
            const chosen = decisionOf(event.currentTarget.value);
            setDecision(chosen);
            if (chosen !== 'leave') return;
            setGiven(null);
            onAnswer(null);
          }}
          data={[
            { value: 'open', label: text('web.import.question-decide'), disabled: answered !== 'open' },
            { value: 'take', label: text('web.import.question-take') },
            { value: 'leave', label: text('web.import.question-leave') },
          ]}
        />
        {decision === 'take' ? (
          <>
            <TextInput
              label={text('web.import.question-code')}
              description={text('web.import.question-code-hint')}
              maxLength={10}
              autoComplete="off"
              value={values.code}
              onChange={(event) => setValues({ ...values, code: event.currentTarget.value.toUpperCase() })}
            />
            <NativeSelect
              label={text('web.field.environment')}
              value={values.environment}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues({ ...values, environment: environments.find((one) => one === value) ?? 'sandbox' });
              }}
              data={environments.map((value) => ({ value, label: text(`web.applications.${value}`) }))}
            />
            <TextInput
              label={text('web.field.identifier')}
              maxLength={500}
              autoComplete="off"
              value={values.identifier}
              onChange={(event) => setValues({ ...values, identifier: event.currentTarget.value.trim() })}
            />
            <TextInput
              label={text('web.field.name')}
              maxLength={100}
              autoComplete="off"
              value={values.name}
              onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
            />
          </>
        ) : null}
      </FieldGrid>
      {decision === 'take' ? (
        <div className={styles.answer}>
          <Button
            variant="default"
            disabled={!/^[A-Z0-9]{1,10}$/.test(values.code) || values.identifier === ''}
            onClick={() => {
              setGiven(values);
              onAnswer(values);
            }}
          >
            {text('web.import.question-answer')}
          </Button>
          {isEdited && answered !== 'open' ? (
            <span className="kt-muted kt-small">{text('web.import.question-edited')}</span>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

const decisionOf = (value: string): Decision => (value === 'take' || value === 'leave' ? value : 'open');
