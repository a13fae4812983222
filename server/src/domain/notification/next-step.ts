import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';
import type { ToldItem } from './compose-reminder.ts';
import { instantWords, userAgentWords } from './words.ts';

/** The one next step for a client secret, as its rotation really stands (R1.8). */
export function nextStep(item: ToldItem, timeZone: string): string {
  const { kind, replacement, isUnused, isUnmanaged, managers, secret, anotherWorks } = item;
  if (kind === 'taken-over') return text('mail.reminder.next-delete');
  if (kind === 'never-used') return text('mail.reminder.next-never-used');
  if (isUnmanaged && secret.application_kind !== 'operator-client')
    return text('mail.reminder.next-assign', { organisation: plainName(secret.organisation_name) });
  if (kind === 'not-replaced' && managers.length > 0)
    return text('mail.reminder.next-managers', { managers: managers.join(', ') });
  if (secret.system !== null)
    return text(anotherWorks ? 'mail.elsewhere.next-move' : 'mail.elsewhere.next-create');
  if (replacement === null && isUnused) return text('mail.reminder.next-delete-unused');
  if (replacement === null)
    return text(kind === 'expired' ? 'mail.reminder.next-create-expired' : 'mail.reminder.next-create');

  const { waitingFor, others, remaining, idleAt } = replacement.takeOver;
  const by = plainName(replacement.secret.created_by.name);
  const caller = (use: { lastAddress: string; userAgent: string } | undefined) => ({
    address: use?.lastAddress ?? '',
    userAgent: userAgentWords(use?.userAgent ?? null),
  });
  if (waitingFor === 'first-use') return text('mail.reminder.next-install', { by });
  if (waitingFor === 'known-caller') return text('mail.reminder.next-known-caller', caller(others[0]));
  if (remaining.length > 0) return text('mail.reminder.next-remaining', caller(remaining[0]));
  if (idleAt !== null && waitingFor === 'idle')
    return text('mail.reminder.next-wait', { at: instantWords(idleAt, timeZone).full });
  return text('mail.reminder.next-delete');
}
