import { findMailByNumber } from '../../store/notifications.ts';
import { queueMailAgain } from '../../store/mails.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';

/**
 * Queues a mail that failed for good once more, as it was written and under its Message-ID; it is tried for another 24
 * hours.
 * @throws KeyturnError `not-found`, `mail-not-failed`, `mail-incomplete`
 */
export function sendAgain(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  number: number,
): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const mail = await findMailByNumber(tx, String(number));
    if (mail === undefined) throw new KeyturnError('not-found');
    if (mail.status !== 'failed') throw new KeyturnError('mail-not-failed');
    if (!mail.is_whole) throw new KeyturnError('mail-incomplete');
    await queueMailAgain(tx, mail.id, deps.clock.now());
    record({
      action: 'mail.sent-again',
      target: { type: 'mail', id: mail.number, name: mail.subject },
      after: { recipient: mail.recipient, error: mail.last_error },
    });
  });
}
