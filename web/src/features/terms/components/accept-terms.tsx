import type { Terms } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import styles from '../../../components/ui/form.module.css';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { isSessionOver } from '../../session/is-session-over.ts';
import { acceptTerms, termsQuery } from '../api/terms.ts';
import { TermsText } from './terms-text.tsx';

type Props = {
  label: string;
  onAccepted: () => Promise<void>;
  onSignedOut: () => void;
  /** Beside the button. */
  children?: ReactNode;
};

/** The terms in force, and the button that accepts exactly the version that is shown. */
export function AcceptTerms({ label, onAccepted, onSignedOut, children }: Props): ReactNode {
  const { data: terms, error: loadError, refetch } = useQuery(termsQuery);
  const [isNewer, setIsNewer] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    if (!terms) return onAccepted();
    await accept(terms);
  });

  async function accept({ version }: Terms): Promise<void> {
    try {
      await acceptTerms(version);
    } catch (failure) {
      if (isSessionOver(failure)) return onSignedOut();
      if (problemCode(failure) !== 'terms-outdated') throw failure;
      await refetch({ throwOnError: true });
      setIsNewer(true);
      return;
    }
    await onAccepted();
  }

  if (loadError !== null)
    return (
      <FailureNotice
        error={loadError}
        action={<Button onClick={() => void refetch()}>{text('web.try-again')}</Button>}
      />
    );
  if (terms === undefined) return <p role="status">{text('web.terms.loading')}</p>;
  return (
    <form className={styles.stack} onSubmit={submit}>
      {isNewer ? (
        <Notice tone="warning" role="alert">
          {text('web.terms.outdated')}
        </Notice>
      ) : null}
      {terms === null ? <p>{text('web.terms.none')}</p> : <TermsText terms={terms} framed />}
      {error === null ? null : <FailureNotice error={error} />}
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {terms === null ? text('web.set-up.continue') : label}
      </Button>
      {children}
    </form>
  );
}
