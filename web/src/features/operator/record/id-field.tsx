import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { FieldGrid } from './record-form.tsx';

type Props = {
  /** Of the ID itself, for example "Client ID". */
  label: string;
  /** null: a new one is generated. */
  value: string | null;
  error: string | undefined;
  onChange: (value: string | null) => void;
};

/** The ID of something new: generated, or one that systems know already (R2.3). */
export function IdField({ label, value, error, onChange }: Props): ReactNode {
  const [isKept, setKept] = useState(value !== null);
  return (
    <FieldGrid>
      <NativeSelect
        label={label}
        description={text('web.record.id-forever')}
        value={isKept ? 'keep' : 'generate'}
        onChange={(event) => {
          const keeps = event.currentTarget.value === 'keep';
          setKept(keeps);
          onChange(keeps ? '' : null);
        }}
        data={[
          { value: 'generate', label: text('web.record.id-generate') },
          { value: 'keep', label: text('web.record.id-keep') },
        ]}
      />
      {isKept ? (
        <TextInput
          label={text('web.record.id-keep')}
          description="00000000-0000-0000-0000-000000000000"
          classNames={{ input: 'kt-mono' }}
          maxLength={36}
          autoComplete="off"
          value={value ?? ''}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
      ) : null}
    </FieldGrid>
  );
}
