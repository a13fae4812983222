import { Button } from '@mantine/core';
import type { Organisation } from '@keyturn/contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { OperatorPage } from './operator-page.tsx';
import { countryName } from '../../features/operator/organisation/countries.ts';
import { organisationsQuery } from '../../features/operator/organisation/organisation-api.ts';
import { organisationsSearch } from '../../features/operator/organisation/organisations-search.ts';
import { ListFilters } from '../../features/operator/record/list-filters.tsx';
import { isNarrowed } from '../../features/operator/record/parse-search.ts';
import { RecordList, type Column } from '../../features/operator/record/record-list.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { statusChoice } from '../../features/operator/record/status-choice.ts';
import { exportHref } from '../../lib/export-href.ts';
import { text } from '../../lib/messages.ts';

const route = getRouteApi('/operator/organisations');

/** `/operator/organisations`: the members of the federation (R3.1). */
export function OrganisationsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { locale: _locale, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...organisationsQuery(filter), placeholderData: keepPreviousData });
  return (
    <OperatorPage
      session={session}
      title={text('web.organisations.heading')}
      lead={text('web.organisations.lead')}
      links={
        <Button component={Link} to="/operator/organisations/new" variant="filled">
          {text('web.organisations.add')}
        </Button>
      }
    >
      <ListFilters
        searchLabel={text('web.organisations.search')}
        choices={[statusChoice()]}
        filter={filter}
        schema={organisationsSearch}
        onChange={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
      <RecordList
        label={text('web.organisations.heading')}
        query={query}
        idOf={({ id }) => id}
        columns={columns()}
        none={<p>{text('web.organisations.none')}</p>}
        exports={[{ label: text('web.list.export'), href: exportHref('organisations', filter) }]}
        onClearFilters={isNarrowed(filter) ? () => void navigate({ search: {} }) : undefined}
      />
    </OperatorPage>
  );
}

const columns = (): Column<Organisation>[] => [
  {
    label: text('web.organisations.column-name'),
    cell: ({ id, name, kind }) => (
      <>
        <Link to="/operator/organisations/$id" params={{ id }}>
          {name}
        </Link>
        {kind === 'operator' ? (
          <span className="kt-muted kt-small"> {text('web.organisations.operator')}</span>
        ) : null}
      </>
    ),
  },
  { label: text('web.organisations.column-country'), cell: ({ country }) => countryName(country) },
  { label: text('web.organisations.column-applications'), cell: ({ applications }) => applications },
  { label: text('web.organisations.column-users'), cell: ({ users }) => users },
  {
    label: text('web.organisations.column-status'),
    cell: (organisation) => <RecordStatus record={organisation} />,
  },
];
