import type { Organisation } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import {
  organisationQuery,
  updateOrganisation,
} from '../../features/operator/organisation/organisation-api.ts';
import {
  OrganisationFields,
  organisationWords,
  valuesOf,
} from '../../features/operator/organisation/organisation-fields.tsx';
import { EmergencySection } from '../../features/operator/record/emergency-section.tsx';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import {
  FactList,
  LinkList,
  RecordForm,
  RecordSection,
} from '../../features/operator/record/record-form.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import type { Tagged } from '../../lib/api-call.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/organisations/$id');

/** `/operator/organisations/{id}`: one organisation, to be changed, or stopped at once. */
export function OrganisationPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { id } = route.useParams();
  const query = useQuery(organisationQuery(id));
  return (
    <OperatorPage
      session={session}
      title={query.data?.value.name ?? text('web.organisations.heading')}
      links={<Link to="/operator/organisations">{text('web.organisation.back')}</Link>}
    >
      <LoadedRecord query={query}>
        {(record) => (
          <>
            <RecordSection title={text('web.organisation.details')}>
              <Facts organisation={record.value} />
              <ChangeForm key={id} record={record} />
            </RecordSection>
            {record.value.kind === 'operator' ? null : <Emergency record={record} />}
          </>
        )}
      </LoadedRecord>
    </OperatorPage>
  );
}

const Facts = ({ organisation }: { organisation: Organisation }): ReactNode => (
  <FactList>
    <dt>{text('web.organisation.id')}</dt>
    <dd>
      <code>{organisation.id}</code> <CopyButton value={organisation.id} label={text('web.record.id-copy')} />
    </dd>
    <dt>{text('web.record.status')}</dt>
    <dd>
      <RecordStatus record={organisation} />
    </dd>
    <dt>{text('web.organisation.has')}</dt>
    <dd>
      {text('web.organisation.holds', {
        applications: organisation.applications,
        users: organisation.users,
      })}
    </dd>
    {organisation.kind === 'operator' ? null : (
      <>
        <dt>{text('web.organisation.ways')}</dt>
        <dd>
          <Ways id={organisation.id} />
        </dd>
      </>
    )}
  </FactList>
);

const Ways = ({ id }: { id: string }): ReactNode => (
  <LinkList>
    <Link to="/operator/applications" search={{ organisation: id }}>
      {text('web.organisation.show-applications')}
    </Link>
    <Link to="/operator/users" search={{ organisation: id }}>
      {text('web.organisation.show-users')}
    </Link>
    <Link to="/operator/applications/new" search={{ organisation: id }}>
      {text('web.organisation.add-application')}
    </Link>
    <Link to="/operator/users/new" search={{ organisation: id }}>
      {text('web.organisation.add-user')}
    </Link>
  </LinkList>
);

function ChangeForm({ record: { value, etag } }: { record: Tagged<Organisation> }): ReactNode {
  const queryClient = useQueryClient();
  const toValues = (read: Tagged<Organisation>) => ({ value: valuesOf(read.value), etag: read.etag });
  const form = useRecordForm({
    seen: { value: valuesOf(value), etag },
    save: async (changes, seen) => toValues(await updateOrganisation(queryClient, value.id, changes, seen)),
    readAgain: async () => toValues(await queryClient.fetchQuery(organisationQuery(value.id))),
  });
  return (
    <RecordForm form={form} words={organisationWords()}>
      <OrganisationFields form={form} />
    </RecordForm>
  );
}

/** Stopping everything of an organisation, or letting it go on. */
function Emergency({ record: { value, etag } }: { record: Tagged<Organisation> }): ReactNode {
  const queryClient = useQueryClient();
  return (
    <EmergencySection
      isActive={value.status === 'active'}
      name={value.name}
      texts={{
        stops: 'web.organisation.emergency-text',
        goesOn: 'web.organisation.enable-text',
        disable: 'web.organisation.disable',
        disableHeading: 'web.organisation.disable-heading',
        disabled: 'web.organisation.disabled',
        enable: 'web.organisation.enable',
        enableHeading: 'web.organisation.enable-heading',
        enabled: 'web.organisation.enabled',
      }}
      reasonHint="web.organisation.reason-hint"
      onChange={async (status, disabledReason) => {
        // Whatever changed since it was read: an emergency stop is never refused.
        const seen = status === 'disabled' ? undefined : etag;
        await updateOrganisation(queryClient, value.id, { status, disabledReason }, seen);
      }}
    />
  );
}
