import type { Organisation } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { announce } from '../../components/ui/live-region.tsx';
import {
  organisationQuery,
  updateOrganisation,
} from '../../features/operator/organisation/organisation-api.ts';
import {
  OrganisationFields,
  organisationWords,
  valuesOf,
} from '../../features/operator/organisation/organisation-fields.tsx';
import { EmergencyDialog } from '../../features/operator/record/emergency-dialog.tsx';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { FactList, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
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
  </FactList>
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
  const [isAsking, setAsking] = useState(false);
  const isActive = value.status === 'active';
  const { name } = value;
  async function change(disabledReason: string | null): Promise<void> {
    const status = isActive ? 'disabled' : 'active';
    await updateOrganisation(queryClient, value.id, { status, disabledReason }, etag);
    setAsking(false);
    announce(text(isActive ? 'web.organisation.disabled' : 'web.organisation.enabled', { name }));
  }
  return (
    <RecordSection title={text('web.organisation.emergency')}>
      <p className="kt-muted">
        {text(isActive ? 'web.organisation.emergency-text' : 'web.organisation.enable-text')}
      </p>
      <div>
        <Button variant="default" {...(isActive ? { color: 'danger' } : {})} onClick={() => setAsking(true)}>
          {text(isActive ? 'web.organisation.disable' : 'web.organisation.enable')}
        </Button>
      </div>
      {isAsking ? (
        <EmergencyDialog
          heading={text(isActive ? 'web.organisation.disable-heading' : 'web.organisation.enable-heading', {
            name,
          })}
          consequence={text(isActive ? 'web.organisation.emergency-text' : 'web.organisation.enable-text')}
          submitLabel={text(isActive ? 'web.emergency.disable' : 'web.emergency.enable')}
          hasReason={isActive}
          onSubmit={change}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </RecordSection>
  );
}
