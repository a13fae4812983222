import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';
import type { ReminderSecret } from '../../store/reminders.ts';
import type { ReminderItem } from './reminder-item.ts';
import type { Told } from './recipients.ts';
import { daysUntil } from './reminder-schedule.ts';
import { instantWords } from './words.ts';

type Context = { to: Told; now: Date };

/** How a secret is named. The former system may not have shown the beginning of one. */
export const secretWords = ({ name, hint }: Pick<ReminderSecret, 'name' | 'hint'>) => ({
  name: plainName(name),
  hint: hint === '' ? 'none' : hint,
});

/** What happens if nobody acts on a secret of the former system. */
export function consequenceElsewhere(
  { to }: Context,
  { kind, secret, anotherWorks }: Pick<ReminderItem, 'kind' | 'secret' | 'anotherWorks'>,
): string {
  const application = plainName(secret.application_name);
  const at = instantWords(secret.expires_at, to.timeZone).full;
  if (anotherWorks) return text('mail.elsewhere.moved', { application });
  return text(kind === 'expired' ? 'mail.elsewhere.stopped' : 'mail.elsewhere.stops', { application, at });
}

/** Which secret it is, and that it is not one of this system. */
export function aboutSecretElsewhere({ to, now }: Context, { secret }: Pick<ReminderItem, 'secret'>): string {
  return text(secret.expires_at <= now ? 'mail.elsewhere.secret-expired' : 'mail.elsewhere.secret-expires', {
    application: plainName(secret.application_name),
    ...secretWords(secret),
    at: instantWords(secret.expires_at, to.timeZone).full,
    left: daysUntil(secret.expires_at, to.timeZone, now),
  });
}
