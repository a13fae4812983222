import { Button, TextInput } from '@mantine/core';
import type { SetUp } from '@keyturn/contract';
import { QRCodeSVG } from 'qrcode.react';
import { useState, type ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import signIn from '../../session/components/sign-in.module.css';
import { useSubmit } from '../use-submit.ts';
import styles from './authenticator-step.module.css';

type Props = { totp: SetUp['totp']; onFinish: (code: string) => Promise<unknown> };

/** Connecting the authenticator: its first code proves that it works. */
export function AuthenticatorStep({ totp, onFinish }: Props): ReactNode {
  const [code, setCode] = useState('');
  const { busy, error, submit } = useSubmit(() => onFinish(code.replace(/\s/g, '')));
  return (
    <form className={signIn.form} onSubmit={submit}>
      <h2>{text('web.set-up.authenticator-heading')}</h2>
      <p className="kt-muted">{text('web.set-up.authenticator-lead')}</p>
      <div className={styles.qr}>
        <QRCodeSVG value={totp.uri} size={176} title={text('web.set-up.qr')} marginSize={2} />
      </div>
      <div>
        <p className="kt-small kt-muted">{text('web.set-up.key')}</p>
        <p className={styles.key}>{totp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
        <CopyButton value={totp.secret} label={text('web.set-up.copy-key')} />
      </div>
      <TextInput
        className={signIn.code ?? ''}
        label={text('web.sign-in.code')}
        description={text('web.sign-in.code-hint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={error === null ? null : errorText(error)}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.set-up.finish')}
      </Button>
    </form>
  );
}
