import type { Session } from '@keyturn/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { versionQuery, versionsQuery } from '../../features/operator/terms/terms-api.ts';
import { PublishedText } from '../../features/operator/terms/published-text.tsx';
import { TermsEditor } from '../../features/operator/terms/terms-editor.tsx';
import { TermsVersions } from '../../features/operator/terms/terms-versions.tsx';
import { termsQuery } from '../../features/terms/api/terms.ts';
import { formatInstant } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/terms');

/** `/operator/terms`: the terms of use (R6.1), their next version and all earlier ones; with a version in the address, that. */
export function OperatorTermsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { version } = route.useSearch();
  return version === undefined ? (
    <OperatorPage
      key="all"
      session={session}
      title={text('web.terms-editor.heading')}
      lead={text('web.terms-editor.lead')}
      links={<Link to="/operator/settings">{text('web.terms-editor.to-settings')}</Link>}
    >
      <AllTerms />
    </OperatorPage>
  ) : (
    <OneVersion key={version} session={session} version={version} />
  );
}

function AllTerms(): ReactNode {
  const inForce = useQuery(termsQuery);
  const versions = useInfiniteQuery(versionsQuery);
  const activeMembers = versions.data?.pages[0]?.activeMembers ?? 0;
  return (
    <>
      <LoadedRecord query={inForce}>
        {(terms) => <TermsEditor inForce={terms} activeMembers={activeMembers} />}
      </LoadedRecord>
      <TermsVersions activeMembers={activeMembers} />
    </>
  );
}

function OneVersion({ session, version }: { session: Session; version: number }): ReactNode {
  const query = useQuery(versionQuery(version));
  const { timeZone } = session.user;
  const { publishedAt, publishedBy } = query.data ?? { publishedBy: null };
  const date = publishedAt === undefined ? null : formatInstant(publishedAt, timeZone);
  return (
    <OperatorPage
      session={session}
      title={text('web.terms-versions.one', { version })}
      {...(date === null
        ? {}
        : {
            lead:
              publishedBy === null
                ? text('web.terms-versions.published-on', { date })
                : text('web.terms-versions.published-by', { date, name: publishedBy }),
          })}
      links={
        <Link to="/operator/terms" search={{}}>
          {text('web.terms-versions.back')}
        </Link>
      }
    >
      <LoadedRecord query={query}>{(terms) => <PublishedText source={terms.text} />}</LoadedRecord>
    </OperatorPage>
  );
}
