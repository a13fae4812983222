import type { User } from '@keyturn/contract';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import type { FieldWords } from '../record/conflict-notice.tsx';
import { FieldGrid } from '../record/record-form.tsx';
import { TimeZoneField } from '../record/time-zone-field.tsx';
import type { RecordForm } from '../record/use-record-form.ts';

/** What an operator changes of somebody. */
export type UserValues = Pick<User, 'name' | 'email' | 'timeZone'>;

export const valuesOf = ({ name, email, timeZone }: User): UserValues => ({ name, email, timeZone });

export const userWords = (): FieldWords<UserValues> => ({
  name: { label: text('web.person.name') },
  email: { label: text('web.person.email') },
  timeZone: { label: text('web.person.time-zone') },
});

/** The fields of a person, new or old. */
export const UserFields = ({ form, isNew }: { form: RecordForm<UserValues>; isNew: boolean }): ReactNode => (
  <FieldGrid>
    <TextInput label={text('web.person.name')} maxLength={100} autoComplete="off" {...form.field('name')} />
    <TextInput
      label={text('web.person.email')}
      description={isNew ? undefined : text('web.person.email-hint')}
      type="email"
      maxLength={254}
      autoComplete="off"
      {...form.field('email')}
    />
    <TimeZoneField
      label={text('web.person.time-zone')}
      noneLabel={text('web.person.time-zone-organisation')}
      {...form.field('timeZone')}
      onChange={(event) => form.set('timeZone', event.currentTarget.value || null)}
    />
  </FieldGrid>
);
