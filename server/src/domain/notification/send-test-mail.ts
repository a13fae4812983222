import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';
import { countMailsTo } from '../../store/notifications.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueMails } from '../outbox/queue-mail.ts';
import { formatInZone } from '../outbox/queue-notice.ts';

const hourMs = 60 * 60 * 1000;
const mailsPerHour = 5;

/**
 * Mails whoever asks a test mail, by the way that every mail goes, and answers its number.
 * @throws KeyturnError `not-found` for those who have no mailbox, `too-many-attempts`
 */
export function sendTestMail(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
): Promise<{ number: number }> {
  if (actor.kind !== 'user') throw new KeyturnError('not-found');
  const { clock, config } = deps;
  return change(deps, actor, async (tx, record) => {
    const user = await findPortalUser(tx, actor.id);
    if (user === undefined) throw new KeyturnError('not-found');
    const since = new Date(clock.now().getTime() - hourMs);
    if ((await countMailsTo(tx, user.id, 'test', since)) >= mailsPerHour)
      throw new KeyturnError('too-many-attempts', { seconds: hourMs / 1000 });
    let sent = '';
    await queueMails(tx, deps, [
      {
        to: { userId: user.id, email: user.email },
        kind: 'test',
        topics: [{ kind: 'test', applicationId: null }],
        compose: (number) => {
          sent = number;
          return {
            subject: text('mail.test.subject', { operator: config.operatorName }),
            lines: [
              text('mail.greeting', { name: plainName(user.name) }),
              text('mail.test.first', {
                at: formatInZone(clock.now(), user),
                operator: config.operatorName,
              }),
            ],
          };
        },
      },
    ]);
    record({ action: 'mail.test-requested', target: { type: 'mail', id: sent, name: user.email } });
    return { number: Number(sent) };
  });
}
