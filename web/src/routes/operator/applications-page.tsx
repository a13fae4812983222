import { attention, type Application } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiBadges } from '../../features/application/components/api-badges.tsx';
import { isValid } from '../../features/client-secret/secret-state.ts';
import { applicationsQuery } from '../../features/operator/application/application-api.ts';
import { applicationsSearch } from '../../features/operator/application/applications-search.ts';
import { ListFilters } from '../../features/operator/record/list-filters.tsx';
import { OnlyNotice } from '../../features/operator/record/only-notice.tsx';
import { isNarrowed } from '../../features/operator/record/parse-search.ts';
import { RecordList, type Column } from '../../features/operator/record/record-list.tsx';
import { RecordStatus } from '../../features/operator/record/record-status.tsx';
import { statusChoice } from '../../features/operator/record/status-choice.ts';
import { formatDay } from '../../lib/instants.ts';
import { exportHref } from '../../lib/export-href.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/applications');

/** `/operator/applications`: every partner's application (R3). */
export function ApplicationsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { locale: _locale, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...applicationsQuery(filter), placeholderData: keepPreviousData });
  return (
    <OperatorPage
      session={session}
      title={text('web.operator-applications.heading')}
      lead={text('web.operator-applications.lead')}
      links={
        <Button component={Link} to="/operator/applications/new" variant="filled">
          {text('web.operator-applications.add')}
        </Button>
      }
    >
      <ListFilters
        searchLabel={text('web.operator-applications.search')}
        choices={[
          {
            key: 'attention',
            label: text('web.attention.filter'),
            options: attention.options.map((value) => ({ value, label: text(`web.attention.${value}`) })),
          },
          {
            key: 'environment',
            label: text('web.operator-applications.environment'),
            options: (['production', 'sandbox'] as const).map((value) => ({
              value,
              label: text(`web.applications.${value}`),
            })),
          },
          statusChoice(),
        ]}
        filter={filter}
        schema={applicationsSearch}
        onChange={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
      {filter.organisation === undefined ? null : (
        <OnlyNotice onShowAll={() => void navigate({ search: { ...filter, organisation: undefined } })}>
          {text('web.operator-applications.only-organisation')}
        </OnlyNotice>
      )}
      {filter.api === undefined ? null : (
        <OnlyNotice onShowAll={() => void navigate({ search: { ...filter, api: undefined } })}>
          {text('web.operator-applications.only-api')}
        </OnlyNotice>
      )}
      <RecordList
        label={text('web.operator-applications.heading')}
        query={query}
        idOf={({ clientId }) => clientId}
        columns={columns()}
        none={<p>{text('web.operator-applications.none')}</p>}
        exports={[
          { label: text('web.list.export'), href: exportHref('applications', filter) },
          { label: text('web.export.client-secrets'), href: exportHref('client-secrets', filter) },
          { label: text('web.export.credential-managers'), href: exportHref('credential-managers', filter) },
          { label: text('web.export.secrets-elsewhere'), href: exportHref('secrets-elsewhere', filter) },
        ]}
        onClearFilters={isNarrowed(filter) ? () => void navigate({ search: {} }) : undefined}
      />
    </OperatorPage>
  );
}

const columns = (): Column<Application>[] => [
  {
    label: text('web.operator-applications.column-name'),
    cell: ({ clientId, name }) => (
      <Link to="/operator/applications/$clientId" params={{ clientId }}>
        {name}
      </Link>
    ),
  },
  {
    label: text('web.operator-applications.column-organisation'),
    cell: ({ organisation: { id, name } }) => (
      <Link to="/operator/organisations/$id" params={{ id }}>
        {name}
      </Link>
    ),
  },
  {
    label: text('web.operator-applications.column-apis'),
    cell: ({ apis }) => <ApiBadges apis={apis} />,
  },
  {
    label: text('web.operator-applications.column-managers'),
    cell: ({ managers }) => managers.length,
  },
  {
    label: text('web.operator-applications.column-secrets'),
    cell: (application) => <ValidSecrets application={application} />,
  },
  {
    label: text('web.operator-applications.column-status'),
    cell: (application) => <RecordStatus record={application} />,
  },
];

function ValidSecrets({ application: { secrets, organisation } }: { application: Application }): ReactNode {
  const valid = secrets.filter(isValid);
  const [next] = valid.map(({ expiresAt }) => expiresAt).toSorted();
  return next === undefined
    ? 0
    : text('web.operator-applications.secrets-next', {
        count: valid.length,
        on: formatDay(next, organisation.timeZone),
      });
}
