import type { Application } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { applicationQuery, updateApplication } from '../../features/operator/application/application-api.ts';
import {
  ApplicationFields,
  applicationWords,
  useApiNames,
  valuesOf,
} from '../../features/operator/application/application-fields.tsx';
import { ManagersSection } from '../../features/operator/application/managers-section.tsx';
import { SecretsSection } from '../../features/operator/application/secrets-section.tsx';
import { EmergencySection } from '../../features/operator/record/emergency-section.tsx';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { FactList, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import type { Tagged } from '../../lib/api-call.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/applications/$clientId');

/** `/operator/applications/{clientId}`: one application, its managers, and its secrets as far as operators see them. */
export function ApplicationPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { clientId } = route.useParams();
  const query = useQuery(applicationQuery(clientId));
  return (
    <OperatorPage
      session={session}
      title={query.data?.value.name ?? text('web.operator-applications.heading')}
      links={
        <>
          <Link to="/notifications" search={{ application: clientId }}>
            {text('web.operator-application.notifications')}
          </Link>
          <Link to="/operator/applications">{text('web.operator-application.back')}</Link>
        </>
      }
    >
      <LoadedRecord query={query}>
        {(record) => (
          <>
            <Ready application={record.value} />
            <RecordSection title={text('web.operator-application.details')}>
              <Facts application={record.value} />
              <ChangeForm key={clientId} record={record} />
            </RecordSection>
            <ManagersSection application={record.value} />
            <SecretsSection application={record.value} />
            <Emergency record={record} />
          </>
        )}
      </LoadedRecord>
    </OperatorPage>
  );
}

/** What a new application still needs; it is the others' to do. */
function Ready({ application: { secrets, managers } }: { application: Application }): ReactNode {
  if (secrets.length > 0) return null;
  return (
    <Notice tone="info">
      {text(
        managers.length === 0 ? 'web.operator-application.ready' : 'web.operator-application.ready-managers',
      )}
    </Notice>
  );
}

const Facts = ({ application }: { application: Application }): ReactNode => (
  <FactList>
    <dt>{text('web.operator-application.client-id')}</dt>
    <dd>
      <code>{application.clientId}</code>{' '}
      <CopyButton value={application.clientId} label={text('web.operator-application.copy-client-id')} />
    </dd>
    <dt>{text('web.operator-application.organisation')}</dt>
    <dd>
      <Link to="/operator/organisations/$id" params={{ id: application.organisation.id }}>
        {application.organisation.name}
      </Link>
    </dd>
    <dt>{text('web.operator-application.kind')}</dt>
    <dd>{text(`web.operator-application.kind-${application.kind}`)}</dd>
    <dt>{text('web.record.status')}</dt>
    <dd>
      <RecordStatus record={application} />
    </dd>
  </FactList>
);

function ChangeForm({ record: { value, etag } }: { record: Tagged<Application> }): ReactNode {
  const queryClient = useQueryClient();
  const nameOf = useApiNames();
  const toValues = (read: Tagged<Application>) => ({ value: valuesOf(read.value), etag: read.etag });
  const form = useRecordForm({
    seen: { value: valuesOf(value), etag },
    save: async (changes, seen) =>
      toValues(await updateApplication(queryClient, value.clientId, changes, seen)),
    readAgain: async () => toValues(await queryClient.fetchQuery(applicationQuery(value.clientId))),
  });
  return (
    <RecordForm form={form} words={applicationWords(nameOf)}>
      <ApplicationFields form={form} />
    </RecordForm>
  );
}

/** Stopping the application, or letting it go on. */
function Emergency({ record: { value, etag } }: { record: Tagged<Application> }): ReactNode {
  const queryClient = useQueryClient();
  return (
    <EmergencySection
      isActive={value.status === 'active'}
      name={value.name}
      texts={{
        stops: 'web.operator-application.emergency-text',
        goesOn: 'web.operator-application.enable-text',
        disable: 'web.operator-application.disable',
        disableHeading: 'web.operator-application.disable-heading',
        disabled: 'web.operator-application.disabled',
        enable: 'web.operator-application.enable',
        enableHeading: 'web.operator-application.enable-heading',
        enabled: 'web.operator-application.enabled',
      }}
      reasonHint="web.emergency.reason-hint"
      onChange={async (status, disabledReason) => {
        // Whatever changed since it was read: an emergency stop is never refused.
        const seen = status === 'disabled' ? undefined : etag;
        await updateApplication(queryClient, value.clientId, { status, disabledReason }, seen);
      }}
    />
  );
}
