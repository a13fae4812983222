import type { ApplicationOfOrganisation } from '../../store/applications.ts';
import type { ClientSecretRow } from '../../store/client-secrets.ts';
import type { Tx } from '../../store/db.ts';
import { managersToTell } from '../../store/recipients.ts';
import type { MessageParameters } from '../../messages.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { instantWords } from './words.ts';

/** Mails every credential manager of an application about a client secret that somebody created, deleted or disabled. */
export async function tellManagers(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  actor: Actor,
  kind: 'secret-created' | 'secret-deleted' | 'secret-disabled',
  application: Pick<ApplicationOfOrganisation, 'id' | 'name'>,
  secret: Pick<ClientSecretRow, 'id' | 'name' | 'hint' | 'expires_at'>,
  parameters: MessageParameters = {},
): Promise<void> {
  for (const manager of await managersToTell(tx, [application.id]))
    await queueNotice(
      tx,
      deps,
      manager,
      kind,
      {
        ...parameters,
        by: actor.name,
        application: application.name,
        secret: secret.name,
        hint: secret.hint,
        expires: instantWords(secret.expires_at, manager.time_zone ?? manager.organisation_time_zone).full,
      },
      [{ kind, applicationId: application.id, secretId: secret.id }],
    );
}
