import type { Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { Notice } from '../components/ui/notice.tsx';
import { StepHeading } from '../components/ui/step-heading.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { sessionQuery, signOut } from '../features/session/api/session.ts';
import { UserMenu } from '../features/session/components/user-menu.tsx';
import { safeReturnPath } from '../features/session/return-path.ts';
import { termsQuery } from '../features/terms/api/terms.ts';
import { AcceptTerms } from '../features/terms/components/accept-terms.tsx';
import { TermsText } from '../features/terms/components/terms-text.tsx';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import { useSubmit } from '../lib/use-submit.ts';
import { CardPage } from './card-page.tsx';

const route = getRouteApi('/terms');

/** `/terms`: for everybody to read; whoever has to accept them comes here before any other page. */
export function TermsPage(): ReactNode {
  const { operatorName } = usePortal();
  const { session } = route.useRouteContext();
  const hasToAccept = session !== null && session.termsToAccept !== null;
  usePageTitle(text('web.terms.heading'), operatorName);
  return (
    <CardPage wide menu={session === null || hasToAccept ? null : <UserMenu session={session} />}>
      <StepHeading focus={hasToAccept}>{text('web.terms.heading')}</StepHeading>
      {hasToAccept ? <Gate /> : <Reading session={session} />}
    </CardPage>
  );
}

function Gate(): ReactNode {
  const returnPath = route.useSearch().return;
  const router = useRouter();
  const queryClient = useQueryClient();
  const goOn = async (): Promise<void> => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    router.history.replace(safeReturnPath(returnPath));
  };
  const signInAgain = (): void => {
    queryClient.setQueryData(sessionQuery.queryKey, null);
    void router.navigate({
      to: '/sign-in',
      search: { ...(returnPath && { return: returnPath }) },
      replace: true,
    });
  };
  const leaving = useSubmit(async () => {
    await signOut(queryClient);
    router.history.replace('/sign-in');
  });
  return (
    <>
      <Notice tone="info">{text('web.terms.changed')}</Notice>
      <AcceptTerms label={text('web.terms.accept')} onAccepted={goOn} onSignedOut={signInAgain}>
        {leaving.error === null ? null : <FailureNotice error={leaving.error} />}
        <Button variant="default" loading={leaving.busy} onClick={() => leaving.submit()}>
          {text('web.user.sign-out')}
        </Button>
      </AcceptTerms>
    </>
  );
}

function Reading({ session }: { session: Session | null }): ReactNode {
  const { data: terms, error, refetch } = useQuery(termsQuery);
  if (error !== null)
    return (
      <FailureNotice
        error={error}
        action={<Button onClick={() => void refetch()}>{text('web.try-again')}</Button>}
      />
    );
  if (terms === undefined) return <p role="status">{text('web.terms.loading')}</p>;
  return (
    <>
      {terms === null ? <p>{text('web.terms.none')}</p> : <TermsText terms={terms} />}
      <p>
        {session === null ? (
          <Link to="/sign-in">{text('web.forgot.back')}</Link>
        ) : (
          <Link to="/manage-api-credentials">{text('web.not-found.link')}</Link>
        )}
      </p>
    </>
  );
}
