import { listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { findApplication } from '../../store/applications.ts';
import { listUses, type UseRow } from '../../store/usage.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { visibilityFor } from '../policy.ts';
import { lastTokenEnds } from '../usage/last-token-ends.ts';
import { takeOver, type TakeOver } from './take-over.ts';

const evidenceMs = 90 * 24 * 60 * 60 * 1000;

/** One client secret on the way to replace another, as far as real use shows it (R1.8). */
export type Rotation = {
  replacement: ClientSecretRow;
  replaced: ClientSecretRow;
  takeOver: TakeOver;
  replacementUses: UseRow[];
  replacedUses: UseRow[];
  /** Until when tokens that the old secret obtained may live; null: it obtained none. */
  lastTokenEndsAt: Date | null;
};

/**
 * The rotations under way in an application: for each undeleted client secret that names an undeleted one as replaced.
 * Nothing is stored about them: whoever looks, whenever, sees the same.
 * @throws KeyturnError `not-found`
 */
export async function listRotations(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  actor: Actor,
  clientId: string,
): Promise<Rotation[]> {
  const application = await findApplication(deps.db, clientId, visibilityFor(actor));
  if (application === undefined) throw new KeyturnError('not-found');
  const now = deps.clock.now();
  const secrets = await listClientSecrets(deps.db, [clientId], null);
  const byId = new Map(secrets.map((secret) => [secret.id, secret]));
  const pairs = secrets.flatMap((replacement) => {
    const replaced = byId.get(replacement.replaces_secret_id ?? '');
    return replaced === undefined ? [] : [{ replacement, replaced }];
  });
  const ids = pairs.flatMap(({ replacement, replaced }) => [replacement.id, replaced.id]);
  const uses = await listUses(deps.db, [...new Set(ids)], new Date(now.getTime() - evidenceMs));
  const bySecret = Map.groupBy(uses, ({ secretId }) => secretId);
  const endOfTokens = await lastTokenEnds(deps, clientId);
  return pairs.map(({ replacement, replaced }) => {
    const replacedUses = bySecret.get(replaced.id) ?? [];
    const replacementUses = bySecret.get(replacement.id) ?? [];
    return {
      replacement,
      replaced,
      replacedUses,
      replacementUses,
      takeOver: takeOver(replacedUses, replacementUses, now),
      lastTokenEndsAt: endOfTokens(replaced),
    };
  });
}
