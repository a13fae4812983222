import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Clock } from '../../../lib/clock.tsx';
import { calendarDate } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { zonedNoon } from '../../../lib/zoned-noon.ts';
import { FieldGrid } from '../record/record-form.tsx';

/** What an organisation confirmed about a role, as it is typed (R5.1). `on`: a calendar date. */
export type TypedConfirmation = { by: string; on: string; reference: string };

export const newConfirmation = ({ now, timeZone }: Clock): TypedConfirmation => ({
  by: '',
  on: calendarDate(now, timeZone),
  reference: '',
});

export const isConfirmed = ({ by, on, reference }: TypedConfirmation): boolean =>
  by.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(on) && reference.trim() !== '';

/** As the portal API takes it: noon of that day, where the operator reads it. */
export const toConfirmation = ({ by, on, reference }: TypedConfirmation, timeZone: string) => ({
  confirmedBy: by,
  confirmedAt: zonedNoon(on, timeZone).toISOString(),
  reference,
});

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
