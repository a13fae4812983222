import type { Application } from '@keyturn/contract';

/** What every dialog about client secrets gets from the page. */
export type SecretDialogProps = {
  application: Application;
  /** Who reads and decides. */
  userId: string;
  /** Reads the application anew, for the page too. */
  refresh: () => Promise<Application>;
  onClose: () => void;
  /** Closes, and says what was done at the application's region. */
  onDone: (message: string) => void;
  /** The session is over. */
  onSignedOut: () => void;
};
