import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Message } from '../components/ui/message.tsx';
import { Notice } from '../components/ui/notice.tsx';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { demoAccountsQuery } from '../features/demo/api/demo-accounts.ts';
import { CurrentCode } from '../features/demo/components/current-code.tsx';
import { SampleAccounts } from '../features/demo/components/sample-accounts.tsx';
import { TryIt } from '../features/demo/components/try-it.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import { PasswordForm, type Credentials } from '../features/session/components/password-form.tsx';
import styles from '../features/session/components/sign-in.module.css';
import { VerificationForm } from '../features/session/components/verification-form.tsx';
import { safeReturnPath } from '../features/session/return-path.ts';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';

const route = getRouteApi('/sign-in');
const noCredentials: Credentials = { email: '', password: '' };

/** `/sign-in`: password, then the authenticator's code, then back to the page that was asked for. */
export function SignInPage(): ReactNode {
  const { operatorName, supportEmail, demo } = usePortal();
  const returnPath = route.useSearch().return;
  const router = useRouter();
  const queryClient = useQueryClient();
  const [credentials, setCredentials] = useState(noCredentials);
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'password' | 'code' | 'again'>('password');
  usePageTitle(text('web.sign-in.heading'), operatorName);

  const askForCode = (): void => {
    setCode('');
    setStep('code');
    void queryClient.invalidateQueries({ queryKey: demoAccountsQuery.queryKey });
  };
  const askForPassword = (next: 'password' | 'again'): void => {
    setCredentials({ ...credentials, password: '' });
    setStep(next);
  };

  return (
    <PageFrame
      operatorName={operatorName}
      {...(demo ? { banner: text('web.demo.banner') } : {})}
      footer={<PortalFooter />}
    >
      <div className={`${styles.layout} ${demo ? styles.withDemo : ''}`}>
        <div className={styles.card}>
          <div>
            <h1>{text('web.sign-in.heading')}</h1>
            <p className={styles.lead}>{text('web.sign-in.lead')}</p>
          </div>
          {step === 'code' ? (
            <VerificationForm
              email={credentials.email}
              code={code}
              onChange={setCode}
              onVerified={() => router.history.replace(safeReturnPath(returnPath))}
              onExpired={() => askForPassword('again')}
              onBack={() => askForPassword('password')}
            />
          ) : (
            <PasswordForm
              credentials={credentials}
              onChange={setCredentials}
              onAccepted={askForCode}
              notice={
                step === 'again' ? (
                  <Notice tone="warning" role="alert">
                    {text('web.sign-in.start-again')}
                  </Notice>
                ) : null
              }
            />
          )}
          {demo && step === 'code' ? <CurrentCode email={credentials.email} onUse={setCode} /> : null}
          <p className="kt-muted kt-small">
            <Message
              id="web.sign-in.help"
              values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
            />
          </p>
        </div>
        {demo ? (
          <>
            {step === 'code' ? null : (
              <div className={styles.accounts}>
                <SampleAccounts
                  chosenEmail={credentials.email}
                  onChoose={({ email, password }) => setCredentials({ email, password })}
                />
              </div>
            )}
            <div className={step === 'code' ? styles.accounts : styles.try}>
              <TryIt />
            </div>
          </>
        ) : null}
      </div>
    </PageFrame>
  );
}
