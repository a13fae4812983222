import type { User } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ListFilters } from '../../features/operator/record/list-filters.tsx';
import { OnlyNotice } from '../../features/operator/record/only-notice.tsx';
import { isNarrowed } from '../../features/operator/record/parse-search.ts';
import { RecordList, type Column } from '../../features/operator/record/record-list.tsx';
import { usersQuery } from '../../features/operator/user/user-api.ts';
import { userStatuses, usersSearch } from '../../features/operator/user/users-search.ts';
import { exportHref } from '../../lib/export-href.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/users');

/** `/operator/users`: everybody with an account (R6.1). */
export function UsersPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { locale: _locale, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...usersQuery(filter), placeholderData: keepPreviousData });
  return (
    <OperatorPage
      session={session}
      title={text('web.users.heading')}
      lead={text('web.users.lead')}
      links={
        <Button component={Link} to="/operator/users/new" variant="filled">
          {text('web.users.add')}
        </Button>
      }
    >
      <ListFilters
        searchLabel={text('web.users.search')}
        choices={[
          {
            key: 'status',
            label: text('web.record.status'),
            options: userStatuses.map((value) => ({ value, label: text(`web.users.status-${value}`) })),
          },
        ]}
        filter={filter}
        schema={usersSearch}
        onChange={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
      {filter.organisation === undefined ? null : (
        <OnlyNotice onShowAll={() => void navigate({ search: { ...filter, organisation: undefined } })}>
          {text('web.users.only-organisation')}
        </OnlyNotice>
      )}
      <RecordList
        label={text('web.users.heading')}
        query={query}
        idOf={({ id }) => id}
        columns={columns()}
        none={<p>{text('web.users.none')}</p>}
        exports={[{ label: text('web.list.export'), href: exportHref('users', filter) }]}
        onClearFilters={isNarrowed(filter) ? () => void navigate({ search: {} }) : undefined}
      />
    </OperatorPage>
  );
}

const columns = (): Column<User>[] => [
  {
    label: text('web.users.column-name'),
    cell: ({ id, name, email }) => (
      <>
        <Link to="/operator/users/$id" params={{ id }}>
          {name}
        </Link>
        <div className="kt-muted kt-small">{email}</div>
      </>
    ),
  },
  {
    label: text('web.users.column-organisation'),
    cell: ({ organisation, role }) =>
      role === 'operator' ? text('web.users.role-operator') : organisation.name,
  },
  {
    label: text('web.users.column-manages'),
    cell: ({ manages }) => text('web.users.manages', { count: manages.length }),
  },
  { label: text('web.users.column-status'), cell: ({ status }) => text(`web.users.status-${status}`) },
];
