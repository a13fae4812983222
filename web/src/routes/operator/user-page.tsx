import type { User } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { FactList, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { AccessSection } from '../../features/operator/user/access-section.tsx';
import { RolesSection } from '../../features/operator/user/roles-section.tsx';
import { updateUser, userQuery } from '../../features/operator/user/user-api.ts';
import { UserFields, userWords, valuesOf } from '../../features/operator/user/user-fields.tsx';
import type { Tagged } from '../../lib/api-call.ts';
import { useClock } from '../../lib/clock.tsx';
import { formatInstant } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/users/$id');

/** `/operator/users/{id}`: one account, what it manages, and how its owner gets in (R6). */
export function UserPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { id } = route.useParams();
  const query = useQuery(userQuery(id));
  return (
    <OperatorPage
      session={session}
      title={query.data?.value.name ?? text('web.users.heading')}
      links={<Link to="/operator/users">{text('web.person.back')}</Link>}
    >
      <LoadedRecord query={query}>
        {(record) => (
          <>
            <RecordSection title={text('web.person.details')}>
              <Facts user={record.value} />
              {record.value.status === 'closed' ? null : <ChangeForm key={id} record={record} />}
            </RecordSection>
            {record.value.role === 'operator' ? null : <RolesSection user={record.value} />}
            {record.value.status === 'closed' ? null : <AccessSection record={record} />}
          </>
        )}
      </LoadedRecord>
    </OperatorPage>
  );
}

function Facts({ user }: { user: User }): ReactNode {
  const { now, timeZone } = useClock();
  const { invitation, organisation } = user;
  return (
    <FactList>
      <dt>{text('web.person.organisation')}</dt>
      <dd>
        <Link to="/operator/organisations/$id" params={{ id: organisation.id }}>
          {organisation.name}
        </Link>
      </dd>
      <dt>{text('web.person.role')}</dt>
      <dd>{text(`web.person.role-${user.role}`)}</dd>
      <dt>{text('web.record.status')}</dt>
      <dd>{text(`web.users.status-${user.status}`)}</dd>
      <dt>{text('web.person.factors')}</dt>
      <dd>{text('web.person.factors-count', { count: user.factors })}</dd>
      {user.status === 'invited' ? (
        <>
          <dt>{text('web.person.invitation')}</dt>
          <dd>
            {invitation === null
              ? text('web.person.invitation-none')
              : text(
                  Date.parse(invitation.expiresAt) < now.getTime()
                    ? 'web.person.invitation-expired'
                    : 'web.person.invitation-sent',
                  {
                    at: formatInstant(invitation.sentAt, timeZone),
                    until: formatInstant(invitation.expiresAt, timeZone),
                  },
                )}
          </dd>
        </>
      ) : null}
    </FactList>
  );
}

function ChangeForm({ record: { value, etag } }: { record: Tagged<User> }): ReactNode {
  const queryClient = useQueryClient();
  const toValues = (read: Tagged<User>) => ({ value: valuesOf(read.value), etag: read.etag });
  const form = useRecordForm({
    seen: { value: valuesOf(value), etag },
    save: async (changes, seen) => toValues(await updateUser(queryClient, value.id, changes, seen)),
    readAgain: async () => toValues(await queryClient.fetchQuery(userQuery(value.id))),
  });
  return (
    <RecordForm form={form} words={userWords()}>
      <UserFields form={form} isNew={false} />
    </RecordForm>
  );
}
