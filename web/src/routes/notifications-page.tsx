import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { NotificationLog } from '../features/notification/components/notification-log.tsx';
import { linkIdOf } from '../features/notification/components/notification-item.tsx';
import { NotificationView } from '../features/notification/components/notification-view.tsx';
import { numberIn, writtenNumber, type LogFilter } from '../features/notification/notifications-search.ts';
import { usePortal } from '../features/portal/api/portal.ts';
import { text } from '../lib/messages.ts';
import { SignedInPage } from './signed-in-page.tsx';

const route = getRouteApi('/notifications');

/** `/notifications`: what was mailed to whom, and what became of it (R4); with a number in the address, that mail. */
export function NotificationsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { number: typed, application, secret, search, status, kind } = route.useSearch();
  const navigate = route.useNavigate();
  const { supportEmail } = usePortal();
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef<number | null>(null);
  const number = typed === undefined ? null : numberIn(typed);
  useEffect(() => {
    if (typed !== undefined) {
      opened.current = number;
      return;
    }
    // Back from a mail, reading goes on where it was opened.
    const link = opened.current === null ? null : document.getElementById(linkIdOf(opened.current));
    opened.current = null;
    if (document.activeElement !== document.body) return;
    if (link === null) heading.current?.focus({ preventScroll: true });
    else link.focus();
  }, [typed, number]);

  const filter: LogFilter = {
    ...(application === undefined ? {} : { application }),
    ...(secret === undefined ? {} : { secret }),
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
  };
  const goOnTyping = (next: LogFilter): boolean => next.search !== search && search !== undefined;
  const isOperator = session.user.role === 'operator';
  const shared = { session, filter, supportEmail };
  return (
    <SignedInPage
      session={session}
      headingRef={heading}
      title={
        typed === undefined
          ? text('web.notifications.heading')
          : text('web.notification.heading', { number: number === null ? typed : writtenNumber(number) })
      }
      {...(typed === undefined
        ? {
            lead: isOperator
              ? text('web.notifications.lead-operator')
              : text('web.notifications.lead', { organisation: session.organisation.name }),
          }
        : {})}
      links={
        <>
          <Link to="/manage-api-credentials">{text('web.account.back')}</Link>
          <Link to="/notifications/previews">{text('web.notifications.previews')}</Link>
        </>
      }
    >
      {typed === undefined ? (
        <NotificationLog
          {...shared}
          onFilter={(next) => void navigate({ search: next, replace: goOnTyping(next), resetScroll: false })}
          onNumber={(wanted) => void navigate({ search: { ...filter, number: wanted } })}
        />
      ) : (
        <NotificationView {...shared} typed={typed} />
      )}
    </SignedInPage>
  );
}
