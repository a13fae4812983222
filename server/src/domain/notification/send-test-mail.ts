import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';
import { countMailsTo } from '../../store/notifications.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueMails } from '../outbox/queue-mail.ts';
import { testMailRecipient } from '../policy.ts';
import { formatInZone } from '../outbox/queue-notice.ts';

const hourMs = 60 * 60 * 1000;
const mailsPerHour = 5;

/**
 * Mails whoever asks, or the user whom an operator names, a test mail, by the way that every mail goes, and answers its
 * number.
 * @throws KeyturnError `not-found` for applications, `forbidden`, `invalid-request` where nobody is named and whoever
 * asks has no mailbox, or who is named does not exist, `too-many-attempts`
 */
export function sendTestMail(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  named: string | null,
): Promise<{ number: number }> {
  const recipient = testMailRecipient(actor, named);
  if (recipient === null) throw refused('problem.test-mail.nobody');
  const { clock, config } = deps;
  return change(deps, actor, async (tx, record) => {
    const user = await findPortalUser(tx, recipient.userId);
    if (user?.status !== 'active') throw refused('problem.test-mail.unknown');
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
              text(user.id === actor.id ? 'mail.test.first' : 'mail.test.first-for-another', {
                name: plainName(actor.name),
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

const refused = (key: Parameters<typeof text>[0]): KeyturnError =>
  new KeyturnError('invalid-request', {}, [{ path: 'userId', message: text(key) }]);
