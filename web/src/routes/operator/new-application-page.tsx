import type { ApplicationKind } from '@keyturn/contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import { createApplication, nameProposalQuery } from '../../features/operator/application/application-api.ts';
import {
  ApiChoice,
  applicationWords,
  type ApplicationValues,
} from '../../features/operator/application/application-fields.tsx';
import { organisationQuery } from '../../features/operator/organisation/organisation-api.ts';
import {
  OrganisationPicker,
  type ChosenOrganisation,
} from '../../features/operator/organisation/organisation-picker.tsx';
import { IdField } from '../../features/operator/record/id-field.tsx';
import { FieldGrid, RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { errorText } from '../../lib/error-text.ts';
import { ApiProblem } from '../../lib/api-call.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/applications/new');
const kinds = ['partner', 'partner-alternative'] as const;

/** `/operator/applications/new`: an application without a secret, named by the pattern (R3.1, R3.2). */
export function NewApplicationPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { organisation: wanted } = route.useSearch();
  const named = useQuery({ ...organisationQuery(wanted ?? ''), enabled: wanted !== undefined }).data?.value;
  const [picked, setPicked] = useState<ChosenOrganisation | null>();
  const organisation =
    picked === undefined && named !== undefined ? { value: named.id, label: named.name } : (picked ?? null);
  const [kind, setKind] = useState<ApplicationKind>('partner');
  const [clientId, setClientId] = useState<string | null>(null);
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const form = useRecordForm<ApplicationValues>({
    seen: { value: { name: '', apis: [] }, etag: '' },
    save: async (_changes, _etag, { name, apis }) => {
      const created = await createApplication(queryClient, {
        organisationId: organisation?.value ?? '',
        kind,
        apis,
        ...(name.trim() === '' ? {} : { name }),
        ...(clientId === null ? {} : { clientId }),
        status: 'active',
        disabledReason: null,
      });
      announce(text('web.operator-application.created', { name: created.name }));
      await navigate({ to: '/operator/applications/$clientId', params: { clientId: created.clientId } });
      return undefined;
    },
  });
  const proposal = useQuery(
    nameProposalQuery({ organisation: organisation?.value ?? '', kind, apis: form.values.apis }),
  );
  return (
    <OperatorPage
      session={session}
      title={text('web.operator-application.new')}
      links={<Link to="/operator/applications">{text('web.operator-application.back')}</Link>}
    >
      <RecordSection title={text('web.operator-application.details')}>
        <RecordForm
          form={form}
          words={applicationWords((id) => id)}
          createLabel={text('web.operator-application.create')}
        >
          <FieldGrid>
            <OrganisationPicker
              chosen={organisation}
              error={form.errorOf('organisation') ?? form.errorOf('organisationId')}
              onChoose={setPicked}
            />
            <NativeSelect
              label={text('web.operator-application.kind')}
              description={text('web.operator-application.kind-hint')}
              value={kind}
              error={form.errorOf('kind')}
              onChange={(event) =>
                setKind(kinds.find((value) => value === event.currentTarget.value) ?? 'partner')
              }
              data={kinds.map((value) => ({ value, label: text(`web.operator-application.kind-${value}`) }))}
            />
          </FieldGrid>
          <ApiChoice
            chosen={form.values.apis}
            error={form.errorOf('apis') ?? proposalError(proposal.error)}
            onChange={(apis) => form.set('apis', apis)}
          />
          <TextInput
            label={text('web.operator-application.name-optional')}
            description={
              proposal.data === undefined
                ? text('web.operator-application.name-waiting')
                : text('web.operator-application.name-proposed', { name: proposal.data })
            }
            maxLength={200}
            autoComplete="off"
            {...form.field('name')}
          />
          <IdField
            label={text('web.operator-application.client-id')}
            value={clientId}
            error={form.errorOf('clientId')}
            onChange={setClientId}
          />
        </RecordForm>
      </RecordSection>
    </OperatorPage>
  );
}

/** Why there can be no such application, said before it is sent. */
function proposalError(error: unknown): string | undefined {
  if (error === null) return undefined;
  const [first] = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
  return first?.message ?? errorText(error);
}
