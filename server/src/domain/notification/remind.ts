import type { PlannedMail } from './queue-reminders.ts';
import { remindExpiredSecrets } from './remind-expired-secrets.ts';
import { remindExpiringSecrets, type RemindDeps, type RemindOptions } from './remind-expiring-secrets.ts';

/** Queues all that is to be told by now of client secrets that have expired or will; answers the mails (R4.1). */
export const remind = async (deps: RemindDeps, options: RemindOptions): Promise<PlannedMail[]> => [
  ...(await remindExpiredSecrets(deps, options)),
  ...(await remindExpiringSecrets(deps, options)),
];
