import { Button } from '@mantine/core';
import type { Application, Session } from '@keyturn/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { applicationsQuery, isCompleteQuery } from '../features/application/api/applications.ts';
import { filterOf, searchOf } from '../features/application/applications-search.ts';
import { ApplicationList } from '../features/application/components/application-list.tsx';
import styles from '../features/application/components/application-list.module.css';
import { DeadLink } from '../features/application/components/dead-link.tsx';
import { NoRole } from '../features/application/components/no-role.tsx';
import { OperatorWithoutRole } from '../features/application/components/operator-without-role.tsx';
import { OperatorNavigation } from '../features/operator/components/operator-navigation.tsx';
import { noFilter, type ApplicationFilter } from '../features/application/filter-applications.ts';
import { supportBody } from '../features/application/support-body.ts';
import { useLiveUpdates } from '../features/live/use-live-updates.ts';
import { usePortal } from '../features/portal/api/portal.ts';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import { useRotationAddress, type RotationAddress } from '../features/rotation/use-rotation-address.ts';
import { UserMenu } from '../features/session/components/user-menu.tsx';
import { useSignedOut } from '../features/session/use-signed-out.ts';
import { problemCode } from '../lib/api-call.ts';
import { ClockProvider } from '../lib/clock.tsx';
import { formatInstant, zoneName } from '../lib/instants.ts';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';

/** In case what changes is not told after all: some proxies keep it back. */
const pollWhenToldMs = 60_000;

const route = getRouteApi('/manage-api-credentials');

/** `/manage-api-credentials` (R1). */
export function ManageApiCredentialsPage(): ReactNode {
  const portal = usePortal();
  const { session } = route.useRouteContext();
  const { user, organisation } = session;
  const isOperator = user.role === 'operator';
  const search = route.useSearch();
  const rotation = useRotationAddress(search);
  const wanted = rotation.isAmongAll ? undefined : search.application?.toLowerCase();
  const [creating, setCreating] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const isTold = useLiveUpdates(!isOperator && !creating);
  const query = useQuery({
    ...applicationsQuery,
    ...(isTold ? { refetchInterval: pollWhenToldMs } : {}),
    // An answer that ends the session or the role would take away a client secret that is shown only once.
    ...(creating ? { refetchInterval: false, refetchOnWindowFocus: false, refetchOnReconnect: false } : {}),
    // Operators hold no manager role; every application of the federation is for their own pages.
    enabled: !isOperator,
  });
  const hasNoRole = isOperator || query.data?.length === 0;
  const { data } = query;
  const shown = useMemo(
    () => (wanted === undefined ? data : data?.filter(({ clientId }) => clientId === wanted)),
    [data, wanted],
  );
  usePageTitle(text('web.applications.heading'), portal.operatorName);
  useEffect(() => {
    // After signing in, reading begins here. Before the page is on the screen, it would be laid out twice for this.
    const frame = requestAnimationFrame(() =>
      setTimeout(() => {
        if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
      }, 0),
    );
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <ClockProvider timeZone={user.timeZone}>
      <PageFrame
        operatorName={portal.operatorName}
        logoUrl={portal.logoUrl}
        {...(portal.demo ? { banner: text('web.demo.banner') } : {})}
        menu={<UserMenu session={session} />}
        navigation={user.role === 'operator' ? <OperatorNavigation /> : null}
        footer={
          <PortalFooter supportBody={supportBody(shown ?? [])}>
            <span>
              {text('web.footer.zone', { zone: user.timeZone, name: zoneName(user.timeZone, new Date()) })}
            </span>
          </PortalFooter>
        }
      >
        <div className={styles.page}>
          <div className={styles.top}>
            <div>
              <h1 ref={heading} tabIndex={-1}>
                {text('web.applications.heading')}
              </h1>
              {hasNoRole ? null : (
                <p className={styles.lead}>
                  {text('web.applications.lead', { organisation: organisation.name })}
                </p>
              )}
            </div>
            <div className={styles.links}>
              {hasNoRole ? null : (
                <Link to="/notifications" search={{}}>
                  {text('web.notifications.heading')}
                </Link>
              )}
              <a href={portal.apiGuideUrl}>{text('web.applications.guide')}</a>
            </div>
          </div>
          {isOperator ? (
            <OperatorWithoutRole session={session} />
          ) : hasNoRole ? (
            <NoRole session={session} supportEmail={portal.supportEmail} />
          ) : (
            <Applications
              query={query}
              shown={shown}
              session={session}
              wanted={wanted}
              rotation={rotation}
              onCreating={setCreating}
            />
          )}
        </div>
      </PageFrame>
    </ClockProvider>
  );
}

type ApplicationsProps = {
  query: UseQueryResult<Application[]>;
  /** Those that the address asks for. */
  shown: Application[] | undefined;
  session: Session;
  /** The client ID in the address. */
  wanted: string | undefined;
  rotation: RotationAddress;
  onCreating: (creating: boolean) => void;
};

function Applications({ query, shown, session, wanted, rotation, onCreating }: ApplicationsProps): ReactNode {
  const { error, dataUpdatedAt, refetch, isFetching } = query;
  const { data: isComplete } = useQuery({ ...isCompleteQuery, enabled: false });
  const { filter, setFilter } = useFilterInAddress();
  const portal = usePortal();
  const onSignedOut = useSignedOut();
  const signedOut = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (signedOut) onSignedOut();
  }, [signedOut, onSignedOut]);

  const tryAgain = (
    <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
      {text('web.try-again')}
    </Button>
  );
  if (shown === undefined && error !== null && !signedOut)
    return <FailureNotice error={error} message={text('web.applications.load-failed')} action={tryAgain} />;
  if (shown === undefined || (shown.length === 0 && !isComplete))
    return <p role="status">{text('web.applications.loading')}</p>;
  if (shown.length === 0) return <DeadLink email={session.user.email} />;
  const readAt = formatInstant(new Date(dataUpdatedAt), session.user.timeZone);
  return (
    <>
      {error === null || signedOut ? null : (
        <FailureNotice
          error={error}
          message={text('web.applications.refresh-failed', { at: readAt })}
          action={tryAgain}
        />
      )}
      {wanted === undefined ? null : (
        <p>
          {text('web.one-application')}{' '}
          <Link to="/manage-api-credentials" search={{}}>
            {text('web.dead-link.all')}
          </Link>
        </p>
      )}
      <ApplicationList
        key={wanted ?? ''}
        applications={shown}
        isComplete={isComplete}
        filter={wanted === undefined ? filter : noFilter}
        onFilter={setFilter}
        session={session}
        portal={portal}
        rotation={rotation}
        onSignedOut={onSignedOut}
        onCreating={onCreating}
      />
    </>
  );
}

/** The filter stands in the address, so that it can be kept and sent on; Back undoes what was chosen, not each letter. */
function useFilterInAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf(search), [search]);
  const setFilter = (next: ApplicationFilter, how: 'typing' | 'chosen'): void => {
    const goesOnTyping = how === 'typing' && filter.search !== '' && next.search !== '';
    void navigate({ search: searchOf(next), replace: goesOnTyping, resetScroll: false });
  };
  return { filter, setFilter };
}
