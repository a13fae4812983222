import type { Organisation } from '@keyturn/contract';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import type { FieldWords } from '../record/conflict-notice.tsx';
import { FieldGrid } from '../record/record-form.tsx';
import { TimeZoneField } from '../record/time-zone-field.tsx';
import type { RecordForm } from '../record/use-record-form.ts';
import { countries, countryName } from './countries.ts';

/** What an operator writes about an organisation; empty: none. */
export type OrganisationValues = Pick<
  Organisation,
  'name' | 'country' | 'timeZone' | 'locale' | 'sharedMailbox'
>;

export const valuesOf = (organisation: Organisation): OrganisationValues => ({
  name: organisation.name,
  country: organisation.country,
  timeZone: organisation.timeZone,
  locale: organisation.locale,
  sharedMailbox: organisation.sharedMailbox,
});

export const organisationWords = (): FieldWords<OrganisationValues> => ({
  name: { label: text('web.organisation.name') },
  country: { label: text('web.organisation.country'), show: countryName },
  timeZone: { label: text('web.organisation.time-zone') },
  locale: { label: text('web.organisation.locale') },
  sharedMailbox: { label: text('web.organisation.mailbox') },
});

/** The fields of an organisation, new or old. */
export function OrganisationFields({ form }: { form: RecordForm<OrganisationValues> }): ReactNode {
  return (
    <FieldGrid>
      <TextInput
        label={text('web.organisation.name')}
        maxLength={200}
        required
        withAsterisk={false}
        autoComplete="off"
        {...form.field('name')}
      />
      <NativeSelect
        label={text('web.organisation.country')}
        data={[{ value: '', label: text('web.organisation.country-choose') }, ...countries()]}
        {...form.field('country')}
      />
      <TimeZoneField description={text('web.organisation.time-zone-hint')} {...form.field('timeZone')} />
      <TextInput
        label={text('web.organisation.locale')}
        description={text('web.organisation.locale-hint')}
        maxLength={35}
        autoComplete="off"
        {...form.field('locale')}
      />
      <TextInput
        label={text('web.organisation.mailbox')}
        description={text('web.organisation.mailbox-hint')}
        type="email"
        maxLength={254}
        autoComplete="off"
        {...form.field('sharedMailbox')}
        onChange={(event) => form.set('sharedMailbox', event.currentTarget.value.trim() || null)}
      />
    </FieldGrid>
  );
}
