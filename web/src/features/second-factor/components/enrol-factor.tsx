import type { FactorKind, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { text } from '../../../lib/messages.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { supportsPasskeys } from '../passkey.ts';
import { EnrolPasskey } from './enrol-passkey.tsx';
import { EnrolTotp } from './enrol-totp.tsx';

type Props = {
  /** Left out: an authenticator, with a way to choose a passkey instead. */
  kind?: FactorKind;
  onDone: (session: Session) => void;
  onCancel?: () => void;
  /** The session, or this stage of it, is over. Left out: the page asks to sign in and returns. */
  onSignedOut?: () => void;
};

/** Adds a second factor: during the set-up, at a sign-in without one, and on the account page. */
export function EnrolFactor({ kind, onDone, onCancel, onSignedOut }: Props): ReactNode {
  const leave = useSignedOut();
  const [chosen, setChosen] = useState<FactorKind>('totp');
  // Whoever chose another way reads on at its beginning.
  const [hasChosen, setHasChosen] = useState(false);
  const shown = kind ?? chosen;
  const props = { onDone, onCancel, onSignedOut: onSignedOut ?? leave, focusStart: hasChosen };
  const choose = (other: FactorKind): void => {
    setChosen(other);
    setHasChosen(true);
  };
  const hasOtherWay = kind === undefined && (shown === 'passkey' || supportsPasskeys());
  return (
    <div className={styles.stack}>
      {shown === 'totp' ? <EnrolTotp {...props} /> : <EnrolPasskey {...props} />}
      {hasOtherWay || onCancel !== undefined ? (
        <div className={styles.ways}>
          {hasOtherWay ? (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => choose(shown === 'totp' ? 'passkey' : 'totp')}
            >
              {text(
                shown === 'totp' ? 'web.factor.use-passkey-instead' : 'web.factor.use-authenticator-instead',
              )}
            </Button>
          ) : null}
          {onCancel === undefined ? null : (
            <Button variant="subtle" size="compact-sm" onClick={onCancel}>
              {text('web.cancel')}
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}
