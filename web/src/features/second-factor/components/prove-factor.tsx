import type { FactorKind, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { usePortal } from '../../portal/api/portal.ts';
import { sessionQuery } from '../../session/api/session.ts';
import { isSessionOver } from '../../session/is-session-over.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { CurrentCode } from '../../demo/components/current-code.tsx';
import { proveByCode, proveByPasskey } from '../api/second-factors.ts';
import { supportsPasskeys } from '../passkey.ts';
import { CodeField, isAboutCode } from './code-field.tsx';
import { FactorFailure } from './factor-failure.tsx';

type Props = {
  /** The kinds that the account has; a recovery code is always possible. */
  factors: FactorKind[];
  onProved: (session: Session) => void;
  onCancel?: () => void;
  /** Instead of "Cancel". */
  cancelLabel?: string;
  /** The session, or this stage of signing in, is over. Left out: the page asks to sign in and returns. */
  onSignedOut?: () => void;
  /** Whose codes the demo shows; left out: those of whoever is signed in. */
  email?: string;
};

/** "Prove it is you": a code, a passkey or a recovery code; at sign-in, and before changes that need a fresh factor. */
export function ProveFactor(props: Props): ReactNode {
  const { factors, onProved, onCancel, cancelLabel } = props;
  const queryClient = useQueryClient();
  const leave = useSignedOut();
  const hasPasskey = factors.includes('passkey');
  const hasCodes = factors.includes('totp') || !hasPasskey;
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);

  async function prove(call: () => Promise<Session>): Promise<void> {
    try {
      onProved(await call());
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      (props.onSignedOut ?? leave)();
    }
  }
  const typed = useSubmit(() => prove(() => proveByCode(queryClient, code.trim())));
  const passkey = useSubmit(() => prove(() => proveByPasskey(queryClient)));

  function submit(event: FormEvent): void {
    event.preventDefault();
    passkey.clearError();
    setMissing(code.trim() === '');
    if (code.trim() !== '') typed.submit();
  }

  function usePasskey(): void {
    typed.clearError();
    setMissing(false);
    passkey.submit();
  }

  function choose(recoveryCode: boolean): void {
    typed.clearError();
    passkey.clearError();
    setMissing(false);
    setCode('');
    setByRecoveryCode(recoveryCode);
  }

  const asksForCode = hasCodes || byRecoveryCode;
  const error = passkey.error ?? (isAboutCode(typed.error) ? null : typed.error);
  const passkeyButton = (
    <Button
      variant={asksForCode ? 'default' : 'filled'}
      size="md"
      fullWidth
      data-autofocus={!asksForCode || undefined}
      loading={passkey.busy}
      onClick={usePasskey}
    >
      {text('web.factor.use-passkey')}
    </Button>
  );
  return (
    <div className={styles.stack}>
      <FactorFailure error={error} />
      {hasPasskey && !supportsPasskeys() ? <p>{text('web.passkey.unsupported')}</p> : null}
      {asksForCode ? (
        <form className={styles.stack} onSubmit={submit} noValidate>
          <CodeField
            // The other kind of code is another field, and the focus goes there.
            key={byRecoveryCode ? 'recovery-code' : 'authenticator'}
            kind={byRecoveryCode ? 'recovery-code' : 'authenticator'}
            value={code}
            onChange={setCode}
            error={typed.error}
            missing={missing}
            autoFocus
          />
          <Button type="submit" variant="filled" size="md" loading={typed.busy} fullWidth>
            {text('web.factor.verify')}
          </Button>
        </form>
      ) : null}
      {hasPasskey && supportsPasskeys() && !byRecoveryCode ? passkeyButton : null}
      {asksForCode && !byRecoveryCode ? <DemoCode email={props.email} onUse={setCode} /> : null}
      <div className={styles.ways}>
        <Button variant="subtle" size="compact-sm" onClick={() => choose(!byRecoveryCode)}>
          {text(
            !byRecoveryCode
              ? 'web.factor.use-recovery-code'
              : hasCodes
                ? 'web.factor.use-code'
                : 'web.factor.use-passkey-instead',
          )}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="subtle" size="compact-sm" onClick={onCancel}>
            {cancelLabel ?? text('web.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}

type DemoCodeProps = { email: string | undefined; onUse: (code: string) => void };

/** In the demo there is no authenticator: its code stands beside the field. */
function DemoCode({ email, onUse }: DemoCodeProps): ReactNode {
  const { demo } = usePortal();
  const signedIn = useQueryClient().getQueryData(sessionQuery.queryKey)?.user.email;
  const owner = email ?? signedIn;
  return demo && owner !== undefined ? <CurrentCode email={owner} onUse={onUse} /> : null;
}
