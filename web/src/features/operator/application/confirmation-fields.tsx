import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { FieldGrid } from '../record/record-form.tsx';
import type { TypedConfirmation } from './confirmation.ts';

type Props = { value: TypedConfirmation; onChange: (value: TypedConfirmation) => void };

/** Who at the organisation confirmed a role, when, and where that is kept. */
export const ConfirmationFields = ({ value, onChange }: Props): ReactNode => (
  <FieldGrid>
    <TextInput
      label={text('web.operator-application.confirmed-by')}
      description={text('web.operator-application.confirmed-by-hint')}
      maxLength={100}
      autoComplete="off"
      value={value.by}
      onChange={(event) => onChange({ ...value, by: event.currentTarget.value })}
    />
    <TextInput
      type="date"
      label={text('web.operator-application.confirmed-on')}
      value={value.on}
      onChange={(event) => onChange({ ...value, on: event.currentTarget.value })}
    />
    <TextInput
      label={text('web.operator-application.reference')}
      description={text('web.operator-application.reference-hint')}
      maxLength={200}
      autoComplete="off"
      value={value.reference}
      onChange={(event) => onChange({ ...value, reference: event.currentTarget.value })}
    />
  </FieldGrid>
);
