import { Button } from '@mantine/core';
import type { SetUp } from '@keyturn/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import styles from '../features/session/components/sign-in.module.css';
import { finishSetUp, setUpQuery } from '../features/set-up/api/set-up.ts';
import { AuthenticatorStep } from '../features/set-up/components/authenticator-step.tsx';
import { BeginStep } from '../features/set-up/components/begin-step.tsx';
import { PasswordStep } from '../features/set-up/components/password-step.tsx';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';

/** `/set-up`: from a mailed link to being signed in. A reload goes on where it was. */
export function SetUpPage(): ReactNode {
  const { operatorName, supportEmail } = usePortal();
  const [token] = useState(takeToken);
  // A link that was just opened counts for more than a set-up begun before.
  const [begun, setBegun] = useState(token === '');
  const { data: state, error, isLoading, refetch } = useQuery({ ...setUpQuery, enabled: begun });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  usePageTitle(text('web.set-up.heading'), operatorName);

  async function finish(code: string): Promise<void> {
    await finishSetUp(queryClient, code);
    await navigate({ to: '/manage-api-credentials', replace: true });
  }

  const current = begun ? (state ?? null) : null;
  return (
    <PageFrame operatorName={operatorName} footer={<PortalFooter />}>
      <div className={styles.layout}>
        <div className={styles.card}>
          <div>
            <p className="kt-muted kt-small">{text('web.set-up.step', { step: stepNumber(current) })}</p>
            <h1>{text('web.set-up.heading')}</h1>
            {current === null ? null : (
              <p className={styles.lead}>
                {text('web.set-up.details', {
                  name: current.user.name,
                  organisation: current.organisation.name,
                })}
              </p>
            )}
          </div>
          {error === null ? null : (
            <FailureNotice
              error={error}
              action={<Button onClick={() => void refetch()}>{text('web.try-again')}</Button>}
            />
          )}
          {isLoading || error !== null ? null : current === null ? (
            <BeginStep
              token={token}
              operatorName={operatorName}
              supportEmail={supportEmail}
              onBegun={() => setBegun(true)}
            />
          ) : current.step === 'password' ? (
            <PasswordStep email={current.user.email} onChosen={() => refetch()} />
          ) : (
            <AuthenticatorStep totp={current.totp} onFinish={finish} />
          )}
        </div>
      </div>
    </PageFrame>
  );
}

const stepNumber = (state: SetUp | null): number => (state === null ? 1 : state.step === 'password' ? 2 : 3);

/** The link's token, out of the address at once: it must not stay in the history. */
function takeToken(): string {
  const token = window.location.hash.slice(1);
  if (token !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}
