import { Button } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Notice } from '../components/ui/notice.tsx';
import { StepHeading } from '../components/ui/step-heading.tsx';
import { ForgotPasswordForm } from '../features/password-reset/components/forgot-password-form.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { text } from '../lib/messages.ts';
import { usePageTitle } from '../lib/use-page-title.ts';
import { CardPage } from './card-page.tsx';
import styles from './card-page.module.css';

/** `/forgot-password` (R6.2): says the same whether or not there is such an account. */
export function ForgotPasswordPage(): ReactNode {
  const { operatorName, supportEmail, demo } = usePortal();
  const typedElsewhere = useLocation({ select: ({ state }) => state.email });
  const [email, setEmail] = useState(typedElsewhere ?? '');
  const [sent, setSent] = useState(false);
  usePageTitle(text('web.forgot.heading'), operatorName);
  return (
    <CardPage>
      <div>
        <StepHeading key={String(sent)} focus={sent}>
          {text('web.forgot.heading')}
        </StepHeading>
        {sent ? null : <p className={styles.lead}>{text('web.forgot.lead')}</p>}
      </div>
      {sent ? (
        <>
          <Notice tone="good" role="status">
            {text('web.forgot.sent', { email: email.trim() })}
          </Notice>
          <p className="kt-muted kt-small">{text('web.forgot.none', { support: supportEmail })}</p>
          <Button variant="default" onClick={() => setSent(false)}>
            {text('web.forgot.again')}
          </Button>
        </>
      ) : (
        <ForgotPasswordForm email={email} onChange={setEmail} onSent={() => setSent(true)} />
      )}
      <p>
        <Link to="/sign-in" state={{ email: email.trim() }}>
          {text('web.forgot.back')}
        </Link>
      </p>
      {demo ? (
        <p>
          <a href="/demo/mail">{text('web.demo.mail')}</a>
        </p>
      ) : null}
    </CardPage>
  );
}
