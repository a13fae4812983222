import { text } from '../../messages.ts';
import { KeyturnError } from '../errors.ts';

type Stoppable = { status: 'active' | 'disabled'; disabledReason: string | null };

/**
 * Refuses to leave an application or organisation disabled without a reason, which its credential managers are mailed and see,
 * where a change is about that: one that an import left without may still be renamed.
 * @param stated what is to be, with the change
 * @throws KeyturnError `invalid-request`
 */
export function requireReason(
  changes: { [Key in keyof Stoppable]?: Stoppable[Key] | undefined },
  stated: Stoppable,
): void {
  const isAsked = changes.status !== undefined || changes.disabledReason !== undefined;
  if (isAsked && stated.status === 'disabled' && stated.disabledReason === null)
    throw new KeyturnError('invalid-request', {}, [
      { path: 'disabledReason', message: text('problem.disabled-reason-missing') },
    ]);
}
