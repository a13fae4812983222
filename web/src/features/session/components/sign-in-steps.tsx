import type { Session, SignInProgress } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { EnrolFactor } from '../../second-factor/components/enrol-factor.tsx';
import { ProveFactor } from '../../second-factor/components/prove-factor.tsx';
import { RecoveryCodesPanel } from '../../second-factor/components/recovery-codes-panel.tsx';
import { EnrolmentCodeForm } from './enrolment-code-form.tsx';

type Props = {
  progress: SignInProgress;
  onProgress: (progress: SignInProgress) => void;
  onSignedIn: () => void;
  /** Signed in, by adding a second factor. */
  onEnrolled: (session: Session) => void;
  /** The password has to be entered again: time has passed, or too many codes were wrong. */
  onExpired: () => void;
  onBack: () => void;
};

/** What comes after the password. */
export function SignInSteps(props: Props): ReactNode {
  const { progress, onProgress, onSignedIn, onEnrolled, onExpired, onBack } = props;
  const { email } = progress.user;
  switch (progress.next) {
    case 'enrolment-code':
      return (
        <>
          <p className="kt-muted">{text('web.sign-in.enrolment-code-lead', { email })}</p>
          <EnrolmentCodeForm onAccepted={onProgress} onExpired={onExpired} onBack={onBack} />
        </>
      );
    case 'enrolment':
      return (
        <>
          <p className="kt-muted">{text('web.sign-in.enrolment-lead')}</p>
          <EnrolFactor onDone={onEnrolled} onSignedOut={onExpired} onCancel={onBack} />
        </>
      );
    case 'done':
      return <RecoveryCodesPanel onStored={onSignedIn} />;
    // The others belong to the set-up.
    case 'password':
    case 'terms':
    case 'second-factor':
      return (
        <>
          <p className="kt-muted">{text('web.sign-in.signing-in-as', { email })}</p>
          <ProveFactor
            factors={progress.factors}
            email={email}
            onProved={onSignedIn}
            onSignedOut={onExpired}
            onCancel={onBack}
            cancelLabel={text('web.sign-in.back')}
          />
        </>
      );
  }
}
