import type { Api } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { apisQuery } from '../../features/operator/apis/api-calls.ts';
import { apisSearch } from '../../features/operator/apis/apis-search.ts';
import { ListFilters } from '../../features/operator/record/list-filters.tsx';
import { isNarrowed } from '../../features/operator/record/parse-search.ts';
import { RecordList, type Column } from '../../features/operator/record/record-list.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { statusChoice } from '../../features/operator/record/status-choice.ts';
import { exportHref } from '../../lib/export-href.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/apis');

/** `/operator/apis`: what applications get access tokens for (R3.3). */
export function ApisPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { locale: _locale, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...apisQuery(filter), placeholderData: keepPreviousData });
  return (
    <OperatorPage
      session={session}
      title={text('web.apis.heading')}
      lead={text('web.apis.lead')}
      links={
        <Button component={Link} to="/operator/apis/new" variant="filled">
          {text('web.apis.add')}
        </Button>
      }
    >
      <ListFilters
        searchLabel={text('web.apis.search')}
        choices={[
          {
            key: 'environment',
            label: text('web.apis.column-environment'),
            options: (['production', 'sandbox'] as const).map((value) => ({
              value,
              label: text(`web.api.environment-${value}`),
            })),
          },
          statusChoice(),
        ]}
        filter={filter}
        schema={apisSearch}
        onChange={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
      <RecordList
        label={text('web.apis.heading')}
        query={query}
        idOf={({ id }) => id}
        columns={columns()}
        none={<p>{text('web.apis.none')}</p>}
        exports={[
          { label: text('web.list.export'), href: exportHref('apis', filter) },
          {
            label: text('web.export.introspection-credentials'),
            href: exportHref('introspection-credentials', filter),
          },
        ]}
        onClearFilters={isNarrowed(filter) ? () => void navigate({ search: {} }) : undefined}
      />
    </OperatorPage>
  );
}

const columns = (): Column<Api>[] => [
  {
    label: text('web.apis.column-name'),
    cell: ({ id, name }) => (
      <Link to="/operator/apis/$id" params={{ id }}>
        {name}
      </Link>
    ),
  },
  {
    label: text('web.apis.column-environment'),
    cell: ({ environment }) => text(`web.api.environment-${environment}`),
  },
  { label: text('web.apis.column-identifier'), cell: ({ identifier }) => identifier },
  { label: text('web.apis.column-code'), cell: ({ code }) => code },
  { label: text('web.apis.column-applications'), cell: ({ applications }) => applications },
  { label: text('web.apis.column-status'), cell: (api) => <RecordStatus record={api} /> },
];
