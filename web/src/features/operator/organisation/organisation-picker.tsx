import type { Organisation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { RecordPicker } from '../record/record-picker.tsx';
import { organisationsQuery } from './organisation-api.ts';

export type ChosenOrganisation = { value: string; label: string };

type Props = {
  chosen: ChosenOrganisation | null;
  error?: string | undefined;
  onChoose: (organisation: ChosenOrganisation | null) => void;
};

/** A choice among the member organisations that are not disabled. */
export const OrganisationPicker = ({ chosen, error, onChoose }: Props): ReactNode => (
  <RecordPicker<Organisation>
    label={text('web.organisation.pick')}
    searchLabel={text('web.organisation.pick-search')}
    chooseLabel={text('web.organisation.pick-choose')}
    chosen={chosen}
    query={(search) => organisationsQuery({ search, status: 'active' })}
    toOption={({ id, name, kind }) => (kind === 'operator' ? null : { value: id, label: name })}
    error={error}
    onChoose={onChoose}
  />
);
