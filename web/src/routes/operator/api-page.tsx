import type { Api } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { apiQuery, refreshApi, updateApi } from '../../features/operator/apis/api-calls.ts';
import { ApiFields, apiWords, valuesOf } from '../../features/operator/apis/api-fields.tsx';
import { apiTitle } from '../../features/operator/apis/api-title.ts';
import { CredentialsSection } from '../../features/operator/apis/credentials-section.tsx';
import { EmergencySection } from '../../features/operator/record/emergency-section.tsx';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { FactList, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { usePortal } from '../../features/portal/api/portal.ts';
import type { Tagged } from '../../lib/api-call.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/apis/$id');

/** So soon after it was noted a use of introspection credentials is seen. */
const readEveryMs = 5_000;

/** `/operator/apis/{id}`: one API, to be changed or stopped, with its introspection credentials. */
export function ApiPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { id } = route.useParams();
  const portal = usePortal();
  const [isCreating, setCreating] = useState(false);
  const query = useQuery({ ...apiQuery(id), refetchInterval: isCreating ? false : readEveryMs });
  const api = query.data?.value;
  return (
    <OperatorPage
      session={session}
      title={api === undefined ? text('web.apis.heading') : apiTitle(api)}
      links={<Link to="/operator/apis">{text('web.api.back')}</Link>}
    >
      <LoadedRecord query={query}>
        {(record) => (
          <>
            <RecordSection title={text('web.api.details')}>
              <Facts api={record.value} />
              <ChangeForm key={id} record={record} />
            </RecordSection>
            <CredentialsSection
              api={record.value}
              userName={session.user.name}
              introspectionUrl={portal.introspectionUrl}
              onCreating={setCreating}
            />
            <Emergency record={record} />
          </>
        )}
      </LoadedRecord>
    </OperatorPage>
  );
}

const Facts = ({ api }: { api: Api }): ReactNode => (
  <FactList>
    <dt>{text('web.api.id')}</dt>
    <dd>
      <code>{api.id}</code> <CopyButton value={api.id} label={text('web.record.id-copy')} />
    </dd>
    <dt>{text('web.record.status')}</dt>
    <dd>
      <RecordStatus record={api} />
    </dd>
    <dt>{text('web.api.used-by')}</dt>
    <dd>
      {api.applications === 0 ? (
        text('web.api.applications', { count: 0 })
      ) : (
        <Link to="/operator/applications" search={{ api: api.id }}>
          {text('web.api.applications', { count: api.applications })}
        </Link>
      )}
    </dd>
  </FactList>
);

function ChangeForm({ record: { value, etag } }: { record: Tagged<Api> }): ReactNode {
  const queryClient = useQueryClient();
  const toValues = (read: Tagged<Api>) => ({ value: valuesOf(read.value), etag: read.etag });
  const form = useRecordForm({
    seen: { value: valuesOf(value), etag },
    save: async (changes, seen) => toValues(await updateApi(queryClient, value.id, changes, seen)),
    readAgain: async () => toValues(await refreshApi(queryClient, value.id)),
  });
  return (
    <RecordForm form={form} words={apiWords()}>
      <ApiFields form={form} saved={valuesOf(value)} />
    </RecordForm>
  );
}

/** What becomes of the tokens that were issued, by how an API checks them. */
const stopsBy = {
  introspection: 'web.api.disable-text',
  'status-list': 'web.api.disable-text-status-list',
  none: 'web.api.disable-text-unchecked',
} as const;

/** Stopping everything that goes through an API, or letting it go on. */
function Emergency({ record: { value, etag } }: { record: Tagged<Api> }): ReactNode {
  const queryClient = useQueryClient();
  return (
    <EmergencySection
      isActive={value.status === 'active'}
      name={apiTitle(value)}
      parameters={{ count: value.applications }}
      texts={{
        stops: stopsBy[value.statusCheck],
        goesOn: 'web.api.enable-text',
        disable: 'web.api.disable',
        disableHeading: 'web.api.disable-heading',
        disabled: 'web.api.disabled',
        enable: 'web.api.enable',
        enableHeading: 'web.api.enable-heading',
        enabled: 'web.api.enabled',
      }}
      onChange={async (status) => {
        // Whatever changed since it was read: an emergency stop is never refused.
        await updateApi(queryClient, value.id, { status }, status === 'disabled' ? undefined : etag);
      }}
    />
  );
}
