import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../components/ui/failure-notice.tsx';
import { Notice } from '../components/ui/notice.tsx';
import { StepHeading } from '../components/ui/step-heading.tsx';
import { resetPassword } from '../features/password-reset/api/password-reset.ts';
import { usePortal } from '../features/portal/api/portal.ts';
import { NewPasswordForm } from '../features/session/components/new-password-form.tsx';
import { problemCode } from '../lib/api-call.ts';
import { errorText } from '../lib/error-text.ts';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import { CardPage } from './card-page.tsx';
import styles from './card-page.module.css';

/** `/reset-password`: from a mailed link to a new password. Opening it consumes nothing. */
export function ResetPasswordPage(): ReactNode {
  const { operatorName } = usePortal();
  const token = useLocation({ select: ({ state }) => state.linkToken });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  usePageTitle(text('web.reset.heading'), operatorName);

  // The token that turned out not to work.
  const [dead, setDead] = useState<{ token: string; error: unknown } | null>(null);

  async function choose(password: string): Promise<void> {
    if (token === undefined) return;
    try {
      await resetPassword(token, password);
    } catch (error) {
      if (problemCode(error) !== 'password-reset-link-invalid') throw error;
      return setDead({ token, error });
    }
    // Every session ended, this browser's too.
    queryClient.clear();
    await navigate({ to: '/sign-in', state: { notice: 'password-changed' }, replace: true });
  }

  const refusal =
    token === undefined ? text('web.reset.incomplete') : dead?.token === token ? errorText(dead.error) : null;
  return (
    <CardPage>
      <div>
        <StepHeading key={String(refusal)} focus={dead !== null}>
          {text('web.reset.heading')}
        </StepHeading>
        {refusal === null ? <p className={styles.lead}>{text('web.reset.lead')}</p> : null}
      </div>
      {refusal === null ? (
        <NewPasswordForm
          key={token}
          submitLabel={text('web.reset.submit')}
          choose={choose}
          failure={(error) => <FailureNotice error={error} />}
        />
      ) : (
        <>
          <Notice tone="warning" role="alert">
            {refusal}
          </Notice>
          <p>
            <Link to="/forgot-password">{text('web.reset.new-link')}</Link>
          </p>
        </>
      )}
    </CardPage>
  );
}
