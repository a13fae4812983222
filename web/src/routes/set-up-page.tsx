import type { Session, SignInProgress } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { StepHeading } from '../components/ui/step-heading.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { EnrolFactor } from '../features/second-factor/components/enrol-factor.tsx';
import { RecoveryCodesPanel } from '../features/second-factor/components/recovery-codes-panel.tsx';
import { progressQuery } from '../features/session/api/session.ts';
import { NewPasswordForm } from '../features/session/components/new-password-form.tsx';
import { isSessionOver } from '../features/session/is-session-over.ts';
import { choosePassword, invitationQuery } from '../features/set-up/api/set-up.ts';
import { BeginFailure } from '../features/set-up/components/begin-failure.tsx';
import { BeginStep } from '../features/set-up/components/begin-step.tsx';
import { NoSetUp } from '../features/set-up/components/no-set-up.tsx';
import { firstStep, setUpStep, type KeptSetUp, type SetUpStep } from '../features/set-up/set-up-step.ts';
import { AcceptTerms } from '../features/terms/components/accept-terms.tsx';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import { CardPage } from './card-page.tsx';

const route = getRouteApi('/set-up');

const headings = {
  details: 'web.set-up.details-heading',
  password: 'web.set-up.password-heading',
  terms: 'web.set-up.terms-heading',
  authenticator: 'web.set-up.authenticator-heading',
  'recovery-codes': 'web.recovery.heading',
} as const;

/** `/set-up`: from a mailed link to being signed in. A reload goes on where it was. */
export function SetUpPage(): ReactNode {
  const { operatorName, supportEmail } = usePortal();
  const loaded = route.useRouteContext().progress;
  const state = useLocation({ select: (location) => location.state });
  const router = useRouter();
  const [progress, setProgress] = useState(loaded);
  const [kept, setKept] = useState<KeptSetUp>(state.setUp ?? {});
  const [usedToken, setUsedToken] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);

  // A link that was just opened counts for more than a set-up begun before.
  const token = state.linkToken === usedToken ? undefined : state.linkToken;
  const invitation = useQuery({ ...invitationQuery(token ?? ''), enabled: token !== undefined });
  const invited = invitation.data === undefined ? null : firstStep(invitation.data);
  const current = token === undefined ? setUpStep(progress, kept) : invited;
  const noStep = token === undefined ? 'web.set-up.no-token-heading' : 'web.set-up.heading';
  const heading = text(current === null ? noStep : headings[current.step]);
  usePageTitle(heading, operatorName);
  const place = `${token} ${current?.step}`;
  const [firstPlace] = useState(place);

  const keep = (change: KeptSetUp, storingCodes = false): void => {
    const next = { ...kept, ...change };
    setKept(next);
    const { pathname, search } = window.location;
    router.history.replace(`${pathname}${search}`, { setUp: next, storingCodes });
  };
  function begin(begun: SignInProgress): void {
    setUsedToken(state.linkToken ?? null);
    setIsOver(false);
    setProgress(begun);
    keep({ steps: firstStep(begun).of });
  }
  const end = (): void => {
    setProgress(null);
    setIsOver(true);
  };
  const storeCodes = (): void => {
    setProgress((known) => known && { ...known, next: 'done' });
    keep({}, true);
  };

  return (
    <CardPage>
      <div>
        <StepHeading
          key={place}
          focus={place !== firstPlace}
          {...(current === null ? {} : { step: current })}
        >
          {heading}
        </StepHeading>
      </div>
      {token !== undefined ? (
        invitation.data !== undefined ? (
          <BeginStep
            key={token}
            token={token}
            invitation={invitation.data}
            operatorName={operatorName}
            supportEmail={supportEmail}
            onBegun={begin}
          />
        ) : invitation.error === null ? null : (
          <BeginFailure error={invitation.error} token={token} onGoOn={begin} />
        )
      ) : current === null || progress === null ? (
        <NoSetUp supportEmail={supportEmail} isOver={isOver} />
      ) : (
        <Step
          step={current.step}
          progress={progress}
          onProgress={setProgress}
          onEnrolled={storeCodes}
          onStored={() => router.history.replace('/')}
          onOver={end}
        />
      )}
    </CardPage>
  );
}

type StepProps = {
  step: SetUpStep;
  progress: SignInProgress;
  onProgress: (progress: SignInProgress | null) => void;
  onEnrolled: (session: Session) => void;
  onStored: () => void;
  onOver: () => void;
};

function Step(props: StepProps): ReactNode {
  const { step, progress, onProgress, onOver } = props;
  const queryClient = useQueryClient();

  async function choose(password: string): Promise<void> {
    try {
      onProgress(await choosePassword(password));
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      onOver();
    }
  }
  const readProgress = async (): Promise<void> => onProgress(await queryClient.fetchQuery(progressQuery));

  switch (step) {
    case 'details':
      return null;
    case 'password':
      return (
        <NewPasswordForm
          email={progress.user.email}
          submitLabel={text('web.set-up.continue')}
          choose={choose}
          failure={(error) => <FailureNotice error={error} />}
        />
      );
    case 'terms':
      return (
        <AcceptTerms label={text('web.terms.i-accept')} onAccepted={readProgress} onSignedOut={onOver} />
      );
    case 'authenticator':
      return <EnrolFactor onDone={props.onEnrolled} onSignedOut={onOver} />;
    case 'recovery-codes':
      return <RecoveryCodesPanel onStored={props.onStored} />;
  }
}
