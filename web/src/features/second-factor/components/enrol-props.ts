import type { Session } from '@keyturn/contract';

export type EnrolProps = {
  onDone: (session: Session) => void;
  onCancel: (() => void) | undefined;
  onSignedOut: () => void;
  /** Whether the focus goes to its first sentence. */
  focusStart: boolean;
};
