import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import { createApi } from '../../features/operator/apis/api-calls.ts';
import { ApiFields, apiWords, type ApiValues } from '../../features/operator/apis/api-fields.tsx';
import { IdField } from '../../features/operator/record/id-field.tsx';
import { RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/apis/new');

/** `/operator/apis/new`. */
export function NewApiPage(): ReactNode {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const form = useRecordForm<ApiValues>({
    seen: { value: empty, etag: '' },
    save: async (_changes, _etag, values) => {
      const created = await createApi(queryClient, {
        ...values,
        ...(id === null ? {} : { id }),
        status: 'active',
      });
      announce(text('web.api.created', { name: created.name }));
      await navigate({ to: '/operator/apis/$id', params: { id: created.id } });
      return undefined;
    },
  });
  return (
    <OperatorPage
      session={session}
      title={text('web.api.new')}
      links={<Link to="/operator/apis">{text('web.api.back')}</Link>}
    >
      <RecordSection title={text('web.api.details')}>
        <RecordForm form={form} words={apiWords()} createLabel={text('web.api.create')}>
          <ApiFields
            form={form}
            idField={
              <IdField label={text('web.api.id')} value={id} error={form.errorOf('id')} onChange={setId} />
            }
          />
        </RecordForm>
      </RecordSection>
    </OperatorPage>
  );
}

const empty: ApiValues = {
  name: '',
  code: '',
  environment: 'sandbox',
  identifier: '',
  baseUrl: null,
  documentationUrl: null,
  roles: [],
  tokenTtlSeconds: null,
  statusCheck: 'introspection',
  algorithm: 'ES256',
  tokenHeaderType: 'at+jwt',
};
