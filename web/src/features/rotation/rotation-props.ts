import type { Application, Portal } from '@keyturn/contract';

/** What the rotation of a client secret gets from the page. */
export type RotationProps = {
  application: Application;
  portal: Portal;
  /** The client secret to replace. */
  secretId: string;
  /** Who reads and decides. */
  userId: string;
  /** Reads the application anew, for the page too. */
  refresh: () => Promise<Application>;
  onCreate: () => void;
  onDisable: () => void;
  onDelete: () => void;
  onClose: () => void;
  /** The session is over. */
  onSignedOut: () => void;
};
