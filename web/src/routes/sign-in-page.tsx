import type { Session, SignInProgress } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Message } from '../components/ui/message.tsx';
import { Notice } from '../components/ui/notice.tsx';
import { StepHeading } from '../components/ui/step-heading.tsx';
import { SampleAccounts } from '../features/demo/components/sample-accounts.tsx';
import { TryIt } from '../features/demo/components/try-it.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { signOut } from '../features/session/api/session.ts';
import { PasswordForm, type Credentials } from '../features/session/components/password-form.tsx';
import { SignInSteps } from '../features/session/components/sign-in-steps.tsx';
import { safeReturnPath } from '../features/session/return-path.ts';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import { CardPage } from './card-page.tsx';
import styles from './card-page.module.css';

const route = getRouteApi('/sign-in');

/** `/sign-in`: password, then a second factor, then back to the page that was asked for. A reload goes on there. */
export function SignInPage(): ReactNode {
  const { operatorName, supportEmail, demo } = usePortal();
  const returnPath = route.useSearch().return;
  const loaded = route.useRouteContext().progress;
  const { email: typedElsewhere, notice } = useLocation({ select: ({ state }) => state });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [credentials, setCredentials] = useState<Credentials>({ email: typedElsewhere ?? '', password: '' });
  const [progress, setProgress] = useState(loaded);
  // Why somebody is at the first step again.
  const [returned, setReturned] = useState<'by-choice' | 'expired' | null>(null);

  const heading = text(headings[progress?.next ?? 'password']);
  usePageTitle(heading, operatorName);

  const goOn = (): void => router.history.replace(safeReturnPath(returnPath));
  function startAgain(why: 'by-choice' | 'expired'): void {
    setCredentials({ email: credentials.email || (progress?.user.email ?? ''), password: '' });
    setProgress(null);
    setReturned(why);
  }
  async function useAnotherAccount(): Promise<void> {
    startAgain('by-choice');
    // Or a reload would go on with the one that was left.
    await signOut(queryClient).catch(() => {});
  }
  function finishEnrolment(session: Session): void {
    if (session.recoveryCodesLeft > 0) return goOn();
    setProgress((known) => known && { ...known, next: 'done' });
    const { pathname, search } = window.location;
    router.history.replace(`${pathname}${search}`, { storingCodes: true });
  }

  const isFirstStep = progress === null;
  return (
    <CardPage
      aside={
        demo ? (
          <DemoAside isFirstStep={isFirstStep} chosen={credentials.email} onChoose={setCredentials} />
        ) : null
      }
    >
      <div>
        <StepHeading key={progress?.next} focus={isFirstStep ? returned !== null : !asksForCode(progress)}>
          {heading}
        </StepHeading>
        {isFirstStep ? <p className={styles.lead}>{text('web.sign-in.lead')}</p> : null}
      </div>
      {isFirstStep ? (
        <PasswordForm
          credentials={credentials}
          onChange={setCredentials}
          onAccepted={setProgress}
          notice={
            returned === 'expired' ? (
              <Notice tone="warning" role="alert">
                {text('web.sign-in.start-again')}
              </Notice>
            ) : notice === 'password-changed' && returned === null ? (
              <Notice tone="good" role="status">
                {text('web.sign-in.password-changed')}
              </Notice>
            ) : null
          }
        />
      ) : (
        <SignInSteps
          progress={progress}
          onProgress={setProgress}
          onSignedIn={goOn}
          onEnrolled={finishEnrolment}
          onExpired={() => startAgain('expired')}
          onBack={() => void useAnotherAccount()}
        />
      )}
      {progress?.next === 'done' ? null : (
        <p className="kt-muted kt-small">
          <Message
            id="web.sign-in.help"
            values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
          />
        </p>
      )}
    </CardPage>
  );
}

const headings = {
  password: 'web.sign-in.heading',
  terms: 'web.sign-in.heading',
  'second-factor': 'web.sign-in.heading',
  'enrolment-code': 'web.sign-in.enrolment-code-heading',
  enrolment: 'web.sign-in.enrolment-heading',
  done: 'web.recovery.heading',
} as const;

/** A code is typed at once: its field takes the focus. */
const asksForCode = ({ next, factors }: SignInProgress): boolean =>
  next === 'second-factor' && factors.includes('totp');

type AsideProps = { isFirstStep: boolean; chosen: string; onChoose: (credentials: Credentials) => void };

const DemoAside = ({ isFirstStep, chosen, onChoose }: AsideProps): ReactNode => (
  <>
    {isFirstStep ? (
      <div className={styles.first}>
        <SampleAccounts
          chosenEmail={chosen}
          onChoose={({ email, password }) => onChoose({ email, password })}
        />
      </div>
    ) : null}
    <div className={isFirstStep ? styles.second : styles.first}>
      <TryIt />
    </div>
  </>
);
