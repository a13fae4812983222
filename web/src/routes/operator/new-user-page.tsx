import { NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import { applicationQuery } from '../../features/operator/application/application-api.ts';
import { ConfirmationFields } from '../../features/operator/application/confirmation-fields.tsx';
import { newConfirmation, toConfirmation } from '../../features/operator/application/confirmation.ts';
import { organisationQuery } from '../../features/operator/organisation/organisation-api.ts';
import {
  OrganisationPicker,
  type ChosenOrganisation,
} from '../../features/operator/organisation/organisation-picker.tsx';
import { FieldGrid, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { createUser } from '../../features/operator/user/user-api.ts';
import { UserFields, userWords, type UserValues } from '../../features/operator/user/user-fields.tsx';
import type { Clock } from '../../lib/clock.tsx';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/users/new');
const roles = ['member', 'operator'] as const;

/** `/operator/users/new`: an account, with the role for one application where that was asked for (R5.1, R6.1). */
export function NewUserPage(): ReactNode {
  const { session } = route.useRouteContext();
  const wanted = route.useSearch();
  const named = useQuery({
    ...organisationQuery(wanted.organisation ?? ''),
    enabled: wanted.organisation !== undefined,
  }).data?.value;
  const application = useQuery({
    ...applicationQuery(wanted.application ?? ''),
    enabled: wanted.application !== undefined,
  }).data?.value;
  const [role, setRole] = useState<(typeof roles)[number]>(wanted.role ?? 'member');
  const [picked, setPicked] = useState<ChosenOrganisation | null>();
  const organisation =
    picked === undefined && named !== undefined ? { value: named.id, label: named.name } : (picked ?? null);
  const managed =
    role === 'member' && application?.organisation.id === organisation?.value ? application : undefined;
  const { timeZone } = session.user;
  const present = (): Clock => ({ now: new Date(), timeZone });
  const [confirmation, setConfirmation] = useState(() => newConfirmation(present()));
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const form = useRecordForm<UserValues>({
    seen: { value: { name: '', email: '', timeZone: null }, etag: '' },
    save: async (_changes, _etag, values) => {
      const created = await createUser(queryClient, {
        ...values,
        role,
        ...(role === 'operator' || organisation === null ? {} : { organisationId: organisation.value }),
        ...(managed === undefined
          ? {}
          : { manages: [{ clientId: managed.clientId, ...toConfirmation(confirmation, present()) }] }),
      });
      announce(text('web.person.created', { name: created.name }));
      await (managed === undefined
        ? navigate({ to: '/operator/users/$id', params: { id: created.id } })
        : navigate({ to: '/operator/applications/$clientId', params: { clientId: managed.clientId } }));
      return undefined;
    },
  });
  return (
    <OperatorPage
      session={session}
      title={text('web.person.new')}
      lead={text('web.person.create-hint')}
      links={<Link to="/operator/users">{text('web.person.back')}</Link>}
    >
      <RecordSection title={text('web.person.details')}>
        <RecordForm form={form} words={userWords()} createLabel={text('web.person.create')}>
          <FieldGrid>
            <NativeSelect
              label={text('web.person.role')}
              value={role}
              onChange={(event) =>
                setRole(roles.find((value) => value === event.currentTarget.value) ?? 'member')
              }
              data={roles.map((value) => ({ value, label: text(`web.person.role-${value}`) }))}
            />
            {role === 'operator' ? null : (
              <OrganisationPicker
                chosen={organisation}
                error={form.errorOf('organisationId')}
                onChoose={setPicked}
              />
            )}
          </FieldGrid>
          <UserFields form={form} isNew />
          {managed === undefined ? null : (
            <section aria-label={text('web.person.manages-new')}>
              <p>
                {text('web.person.manages-new-text', {
                  application: managed.name,
                  organisation: managed.organisation.name,
                })}
              </p>
              <ConfirmationFields value={confirmation} onChange={setConfirmation} />
            </section>
          )}
        </RecordForm>
      </RecordSection>
    </OperatorPage>
  );
}
