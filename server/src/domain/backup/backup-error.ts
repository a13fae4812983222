import type { MessageKey } from '@keyturn/contract';
import { text, type MessageParameters } from '../../messages.ts';

type BackupProblem<Key extends MessageKey = MessageKey> = Key extends `backup.problem.${infer Code}`
  ? Code
  : never;

/** Why no backup is written or restored; the message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupProblem;
  constructor(code: BackupProblem, parameters: MessageParameters = {}, options?: ErrorOptions) {
    super(text(`backup.problem.${code}`, parameters), options);
    this.code = code;
  }
}
