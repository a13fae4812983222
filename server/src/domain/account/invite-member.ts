import { text } from '../../messages.ts';
import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { queueMail } from '../outbox/queue-mail.ts';
import { createSetUpLink } from './set-up-link.ts';

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

type Invited = { id: string; name: string; email: string; timeZone: string };

/** Mails a new user the link to set up their account, valid for seven days (R6.1). */
export async function inviteMember(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  user: Invited,
  organisationName: string,
): Promise<void> {
  const { url, expiresAt } = await createSetUpLink(tx, deps, user.id, lifetimeMs);
  const { operatorName: operator, supportEmail: support } = deps.config;
  const until = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: user.timeZone,
  }).format(expiresAt);
  await queueMail(tx, deps, {
    recipient: user.email,
    subject: text('mail.set-up.subject', { operator }),
    lines: [
      text('mail.set-up.greeting', { name: user.name }),
      text('mail.set-up.what', { operator, organisation: organisationName }),
      text('mail.set-up.how', { until: `${until} (${user.timeZone})` }),
      url,
      text('mail.set-up.unexpected', { support }),
    ],
  });
}
