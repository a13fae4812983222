import { findApplication, type ApplicationOfOrganisation } from '../../store/applications.ts';
import { findClientSecret, type ClientSecretRow } from '../../store/client-secrets.ts';
import { countUnproven, listRefusals, listUses, type RefusalRow, type UseRow } from '../../store/usage.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { visibilityFor } from '../policy.ts';
import { withFirstUse } from '../rotation/evidence.ts';
import type { Use } from './caller.ts';
import { lastTokenEnds } from './last-token-ends.ts';

const dayMs = 24 * 60 * 60 * 1000;
const evidenceDays = 90;

/** What real use proves about a client secret, of the last 90 days. */
export type SecretUsage = {
  application: ApplicationOfOrganisation;
  secret: ClientSecretRow;
  uses: UseRow[];
  /** The same with the first use, if that was earlier: where its longest pause begins. */
  usesWithFirst: Use[];
  refusals: RefusalRow[];
  /** Requests with the application's client ID in the last seven days that proved no secret. */
  unprovenThisWeek: number;
  /** Until when tokens that it obtained may live; null: it obtained none. */
  lastTokenEndsAt: Date | null;
};

/** @throws KeyturnError `not-found` */
export async function readUsage(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  actor: Actor,
  clientId: string,
  secretId: string,
): Promise<SecretUsage> {
  const application = await findApplication(deps.db, clientId, visibilityFor(actor));
  const secret = application === undefined ? undefined : await findClientSecret(deps.db, clientId, secretId);
  if (application === undefined || secret === undefined) throw new KeyturnError('not-found');
  const now = deps.clock.now().getTime();
  const since = new Date(now - evidenceDays * dayMs);
  const uses = await listUses(deps.db, [secretId], since);
  return {
    application,
    secret,
    uses,
    usesWithFirst: withFirstUse<Use>(uses, secret),
    refusals: await listRefusals(deps.db, [secretId], since),
    unprovenThisWeek: await countUnproven(deps.db, clientId, new Date(now - 7 * dayMs)),
    lastTokenEndsAt: (await lastTokenEnds(deps, clientId))(secret),
  };
}
