import type { Session } from '@keyturn/contract';
import { lazy, Suspense, type ReactNode, type Ref } from 'react';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { OperatorNavigation } from '../features/operator/components/operator-navigation.tsx';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import { UserMenu } from '../features/session/components/user-menu.tsx';
import { ClockProvider } from '../lib/clock.tsx';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import styles from './signed-in-page.module.css';

const OperatorWarnings = lazy(() => import('../features/operator/checklist/operator-warnings.tsx'));

type Props = {
  session: Session;
  title: string;
  headingRef: Ref<HTMLHeadingElement>;
  lead?: string;
  /** To where one may want to go on. */
  links?: ReactNode;
  children: ReactNode;
};

/** The frame, heading and ways on of a page for whoever is signed in. */
export function SignedInPage({ session, title, headingRef, lead, links, children }: Props): ReactNode {
  const portal = usePortal();
  const isOperator = session.user.role === 'operator';
  usePageTitle(title, portal.operatorName);
  return (
    <ClockProvider timeZone={session.user.timeZone}>
      <PageFrame
        operatorName={portal.operatorName}
        logoUrl={portal.logoUrl}
        {...(portal.demo ? { banner: text('web.demo.banner') } : {})}
        menu={<UserMenu session={session} />}
        navigation={isOperator ? <OperatorNavigation /> : null}
        footer={<PortalFooter />}
      >
        <div className={styles.page}>
          <div className={styles.top}>
            <div>
              <h1 ref={headingRef} tabIndex={-1}>
                {title}
              </h1>
              {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
            </div>
            {links === undefined ? null : (
              <nav className={styles.links} aria-label={text('web.user.links')}>
                {links}
              </nav>
            )}
          </div>
          {isOperator ? (
            <Suspense fallback={null}>
              <OperatorWarnings />
            </Suspense>
          ) : null}
          {children}
        </div>
      </PageFrame>
    </ClockProvider>
  );
}
