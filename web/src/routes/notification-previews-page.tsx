import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { previewsQuery } from '../features/notification/api/notifications.ts';
import { PreviewList, previewIdOf } from '../features/notification/components/preview-list.tsx';
import { PreviewView } from '../features/notification/components/preview-view.tsx';
import { useSignedOut } from '../features/session/use-signed-out.ts';
import { problemCode } from '../lib/api-call.ts';
import { text } from '../lib/messages.ts';
import { SignedInPage } from './signed-in-page.tsx';

const route = getRouteApi('/notifications/previews');

/** `/notifications/previews`: every kind of mail with made-up content; with a kind in the address, that one. */
export function NotificationPreviewsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { kind } = route.useSearch();
  const { data, error, isFetching, refetch } = useQuery(previewsQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef<string | null>(null);
  const onSignedOut = useSignedOut();
  const isOver = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);
  useEffect(() => {
    if (kind !== undefined) {
      opened.current = kind;
      return;
    }
    // Back from a mail, reading goes on where it was opened.
    const link = opened.current === null ? null : document.getElementById(previewIdOf(opened.current));
    opened.current = null;
    if (document.activeElement !== document.body) return;
    if (link === null) heading.current?.focus({ preventScroll: true });
    else link.focus();
  }, [kind]);

  return (
    <SignedInPage
      session={session}
      headingRef={heading}
      title={text(kind === undefined ? 'web.previews.heading' : 'web.previews.heading-one')}
      lead={text('web.previews.lead')}
      links={<Link to="/notifications">{text('web.previews.notifications')}</Link>}
    >
      {data !== undefined ? (
        kind === undefined ? (
          <PreviewList previews={data} />
        ) : (
          <PreviewView key={kind} preview={data.find((one) => one.kind === kind)} />
        )
      ) : error === null || isOver ? (
        <p role="status">{text('web.previews.loading')}</p>
      ) : (
        <FailureNotice
          error={error}
          message={text('web.previews.load-failed')}
          action={
            <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
              {text('web.try-again')}
            </Button>
          }
        />
      )}
    </SignedInPage>
  );
}
