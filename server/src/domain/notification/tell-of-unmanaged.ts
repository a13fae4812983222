import type { Tx } from '../../store/db.ts';
import { listSecretsOfApplications, unmanagedAmong } from '../../store/reminders.ts';
import type { Deps } from '../deps.ts';
import { queueMails } from '../outbox/queue-mail.ts';
import { composeNotice } from '../outbox/queue-notice.ts';
import { audiencesOf, operatorTeam } from './recipients.ts';

/**
 * Tells the operator team and the organisation's other managers of applications that have lost their last active manager
 * (R4.4), unless there is no client secret that could expire unnoticed.
 */
export async function tellOfUnmanaged(
  tx: Tx,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  applicationIds: string[],
): Promise<void> {
  const unmanaged = await unmanagedAmong(tx, applicationIds);
  const secrets = await listSecretsOfApplications(tx, [...unmanaged]);
  const now = clock.now();
  const valid = secrets.filter(({ deleted_at, expires_at }) => deleted_at === null && expires_at > now);
  const applications = [...new Map(valid.map((secret) => [secret.application_id, secret])).values()];
  const audienceOf = await audiencesOf(tx, applications);
  const team = await operatorTeam({ db: tx, config });
  await queueMails(
    tx,
    { clock, config },
    applications.flatMap((application) =>
      [...audienceOf(application).told, ...team].map((to) => ({
        to,
        kind: 'unmanaged' as const,
        topics: [{ kind: 'unmanaged' as const, applicationId: application.application_id }],
        compose: () =>
          composeNotice(
            { clock, config },
            { name: to.name, time_zone: to.timeZone, organisation_time_zone: to.timeZone },
            'unmanaged',
            { application: application.application_name, organisation: application.organisation_name },
          ),
      })),
    ),
  );
}
