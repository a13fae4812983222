import type { AuditEvent } from '@keyturn/contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { auditEventsQuery } from '../../features/operator/audit-log/audit-log-api.ts';
import { toApiFilter } from '../../features/operator/audit-log/audit-log-search.ts';
import { AuditFilters } from '../../features/operator/audit-log/audit-filters.tsx';
import { EventWhat, EventWhen, EventWho } from '../../features/operator/audit-log/audit-event-cells.tsx';
import { isNarrowed } from '../../features/operator/record/parse-search.ts';
import { RecordList, type Column } from '../../features/operator/record/record-list.tsx';
import { exportHref } from '../../lib/export-href.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/audit-log');

/** `/operator/audit-log`: who changed what, when and from where (R7). */
export function AuditLogPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { locale: _locale, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const { timeZone } = session.user;
  const query = useInfiniteQuery({
    ...auditEventsQuery(filter, timeZone),
    placeholderData: keepPreviousData,
  });
  const files = (format: 'csv' | 'jsonl'): string =>
    exportHref('audit-events', toApiFilter(filter, timeZone), format);
  return (
    <OperatorPage session={session} title={text('web.audit.heading')} lead={text('web.audit.lead')}>
      <AuditFilters
        filter={filter}
        timeZone={timeZone}
        onChange={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
      <RecordList
        label={text('web.audit.list')}
        query={query}
        idOf={({ seq }) => String(seq)}
        columns={columns()}
        none={<p>{text('web.audit.none')}</p>}
        exports={[
          { label: text('web.list.export'), href: files('csv') },
          { label: text('web.audit.export-lines'), href: files('jsonl') },
        ]}
        onClearFilters={isNarrowed(filter) ? () => void navigate({ search: {} }) : undefined}
      />
    </OperatorPage>
  );
}

const columns = (): Column<AuditEvent>[] => [
  { label: text('web.audit.column-what'), cell: (event) => <EventWhat event={event} /> },
  { label: text('web.audit.column-who'), cell: (event) => <EventWho event={event} /> },
  { label: text('web.audit.column-when'), cell: (event) => <EventWhen event={event} /> },
  { label: text('web.audit.column-address'), cell: ({ address }) => address ?? '–' },
];
