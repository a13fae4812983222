import type { TermsVersion } from '@keyturn/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { exportHref } from '../../../lib/export-href.ts';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { RecordList, type Column } from '../record/record-list.tsx';
import { versionsQuery } from './terms-api.ts';
import styles from './terms-versions.module.css';

/** Every version that was published, and how many members have accepted each. */
export function TermsVersions({ activeMembers }: { activeMembers: number }): ReactNode {
  const query = useInfiniteQuery(versionsQuery);
  const { timeZone } = useClock();
  return (
    <section className={styles.section} aria-labelledby="terms-versions">
      <h2 id="terms-versions">{text('web.terms-versions.heading')}</h2>
      <RecordList
        label={text('web.terms-versions.heading')}
        query={query}
        idOf={({ version }) => String(version)}
        columns={columns(activeMembers, timeZone)}
        none={<p>{text('web.terms-versions.none')}</p>}
        exports={[{ label: text('web.list.export'), href: exportHref('terms-versions', {}) }]}
      />
    </section>
  );
}

const columns = (members: number, timeZone: string): Column<TermsVersion>[] => [
  {
    label: text('web.terms-versions.version'),
    cell: ({ version }) => (
      <Link to="/operator/terms" search={{ version }}>
        {text('web.terms-versions.name', { version })}
      </Link>
    ),
  },
  {
    label: text('web.terms-versions.published'),
    cell: ({ publishedAt }) => formatInstant(publishedAt, timeZone),
  },
  {
    label: text('web.terms-versions.by'),
    cell: ({ publishedBy }) => publishedBy ?? text('web.terms-versions.by-unknown'),
  },
  {
    label: text('web.terms-versions.accepted'),
    cell: ({ acceptances: count }) => text('web.terms-versions.accepted-count', { count, members }),
  },
];
