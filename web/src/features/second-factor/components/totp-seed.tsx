import type { TotpSeed as Seed } from '@keyturn/contract';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { text } from '../../../lib/messages.ts';
import { base32ToHex } from '../base32-to-hex.ts';
import styles from './totp-seed.module.css';

const QrCode = lazy(() => import('./qr-code.tsx'));

type Props = {
  /** null: not there yet. */
  seed: Seed | null;
  onHardware: (isHardware: boolean) => void;
};

/** The seed for an authenticator: to scan, to type, and to program a hardware token with. */
export function TotpSeed({ seed, onHardware }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  const toggle = (isOpen: boolean): void => {
    setOpen(isOpen);
    onHardware(isOpen);
  };
  return (
    <>
      <div className={styles.qr}>
        {seed === null ? (
          <p role="status" className="kt-visually-hidden">
            {text('web.factor.loading')}
          </p>
        ) : (
          <Suspense>
            <QrCode value={seed.uri} />
          </Suspense>
        )}
      </div>
      {seed === null ? null : (
        <>
          <div>
            <p className="kt-small kt-muted">{text('web.factor.key')}</p>
            <p className={styles.key}>{inGroups(seed.secret)}</p>
            <CopyButton value={seed.secret} label={text('web.factor.copy-key')} />
          </div>
          <details className={styles.hardware} onToggle={(event) => toggle(event.currentTarget.open)}>
            <summary>{text('web.factor.hardware')}</summary>
            {open ? <HardwareToken secret={seed.secret} /> : null}
          </details>
        </>
      )}
    </>
  );
}

function HardwareToken({ secret }: { secret: string }): ReactNode {
  const hex = base32ToHex(secret);
  return (
    <div className={styles.token}>
      <p className="kt-small">{text('web.factor.hardware-lead')}</p>
      <dl>
        <dt>{text('web.factor.seed-base32')}</dt>
        <dd className={styles.key}>{secret}</dd>
        <dt>{text('web.factor.seed-hex')}</dt>
        <dd className={styles.key}>{hex}</dd>
        <dt>{text('web.factor.algorithm')}</dt>
        <dd>SHA-1</dd>
        <dt>{text('web.factor.digits')}</dt>
        <dd>6</dd>
        <dt>{text('web.factor.period')}</dt>
        <dd>{text('web.factor.period-value')}</dd>
      </dl>
      <CopyButton value={hex} label={text('web.factor.copy-hex')} />
    </div>
  );
}

/** Four by four, which are easier to type. */
const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');
