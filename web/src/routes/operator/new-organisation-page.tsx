import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import { createOrganisation } from '../../features/operator/organisation/organisation-api.ts';
import {
  OrganisationFields,
  organisationWords,
  type OrganisationValues,
} from '../../features/operator/organisation/organisation-fields.tsx';
import { IdField } from '../../features/operator/record/id-field.tsx';
import { RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/organisations/new');

/** `/operator/organisations/new`. */
export function NewOrganisationPage(): ReactNode {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const form = useRecordForm<OrganisationValues>({
    seen: { value: empty(session.organisation.timeZone), etag: '' },
    save: async (_changes, _etag, values) => {
      const created = await createOrganisation(queryClient, {
        ...values,
        ...(id === null ? {} : { id }),
        status: 'active',
        disabledReason: null,
      });
      announce(text('web.organisation.created', { name: created.name }));
      await navigate({ to: '/operator/organisations/$id', params: { id: created.id } });
      return undefined;
    },
  });
  return (
    <OperatorPage
      session={session}
      title={text('web.organisation.new')}
      links={<Link to="/operator/organisations">{text('web.organisation.back')}</Link>}
    >
      <RecordSection title={text('web.organisation.details')}>
        <RecordForm form={form} words={organisationWords()} createLabel={text('web.organisation.create')}>
          <OrganisationFields form={form} />
          <IdField
            label={text('web.organisation.id')}
            value={id}
            error={form.errorOf('id')}
            onChange={setId}
          />
        </RecordForm>
      </RecordSection>
    </OperatorPage>
  );
}

const empty = (timeZone: string): OrganisationValues => ({
  name: '',
  country: '',
  timeZone,
  locale: 'en',
  sharedMailbox: null,
});
