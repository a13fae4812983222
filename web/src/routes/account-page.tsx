import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { accountQuery } from '../features/account/api/account.ts';
import styles from '../features/account/components/account.module.css';
import { DetailsSection } from '../features/account/components/details-section.tsx';
import { FactorsSection } from '../features/account/components/factors-section.tsx';
import { PasswordSection } from '../features/account/components/password-section.tsx';
import { SessionsSection } from '../features/account/components/sessions-section.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import { UserMenu } from '../features/session/components/user-menu.tsx';
import { useSignedOut } from '../features/session/use-signed-out.ts';
import { problemCode } from '../lib/api-call.ts';
import { ClockProvider } from '../lib/clock.tsx';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';

const route = getRouteApi('/account');

/** `/account`: for everybody who is signed in, whatever they manage (R6). */
export function AccountPage(): ReactNode {
  const portal = usePortal();
  const { session } = route.useRouteContext();
  const { data: account, error, refetch, isFetching } = useQuery(accountQuery);
  const onSignedOut = useSignedOut();
  const isOver = problemCode(error) === 'unauthenticated';
  const heading = useRef<HTMLHeadingElement>(null);
  const mfaHeading = useRef<HTMLHeadingElement>(null);
  // Going to `#mfa` once more leads there once more.
  const { hash, visit } = useLocation({
    select: ({ hash: part, state }) => ({ hash: part, visit: state.key }),
  });
  usePageTitle(text('web.account.heading'), portal.operatorName);
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);
  useEffect(() => {
    if (hash === 'mfa') {
      mfaHeading.current?.focus({ preventScroll: true });
      mfaHeading.current?.scrollIntoView();
    } else if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [hash, visit]);

  return (
    <ClockProvider timeZone={session.user.timeZone}>
      <PageFrame
        operatorName={portal.operatorName}
        logoUrl={portal.logoUrl}
        {...(portal.demo ? { banner: text('web.demo.banner') } : {})}
        menu={<UserMenu session={session} />}
        footer={<PortalFooter />}
      >
        <div className={styles.page}>
          <div className={styles.top}>
            <h1 ref={heading} tabIndex={-1}>
              {text('web.account.heading')}
            </h1>
            <Link to="/manage-api-credentials">{text('web.account.back')}</Link>
          </div>
          <DetailsSection session={session} supportEmail={portal.supportEmail} />
          <PasswordSection session={session} account={account} />
          <FactorsSection session={session} account={account} headingRef={mfaHeading}>
            {error === null || isOver ? (
              <p role="status">{text('web.account.loading')}</p>
            ) : (
              <FailureNotice
                error={error}
                message={text('web.account.load-failed')}
                action={
                  <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
                    {text('web.try-again')}
                  </Button>
                }
              />
            )}
          </FactorsSection>
          <SessionsSection />
        </div>
      </PageFrame>
    </ClockProvider>
  );
}
