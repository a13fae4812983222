import { listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { findApplication } from '../../store/applications.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { visibilityFor } from '../policy.ts';
import { lastTokenEnds } from '../usage/last-token-ends.ts';
import { readEvidence, takeOverOf, type Evidence } from './evidence.ts';
import type { TakeOver } from './take-over.ts';

/** One client secret on the way to replace another, as far as real use shows it (R1.8). */
export type Rotation = {
  replacement: ClientSecretRow;
  replaced: ClientSecretRow;
  takeOver: TakeOver;
  replacementUses: ReturnType<Evidence['used']>;
  replacedUses: ReturnType<Evidence['presented']>;
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
  const evidence = await readEvidence(
    deps.db,
    pairs.map(({ replacement, replaced }) => ({ replaced, replacements: [replacement] })),
    now,
  );
  const endOfTokens = await lastTokenEnds(deps, clientId);
  return pairs.map(({ replacement, replaced }) => ({
    replacement,
    replaced,
    replacedUses: evidence.presented(replaced),
    replacementUses: evidence.used(replacement),
    takeOver: takeOverOf(evidence, replaced, replacement, now),
    lastTokenEndsAt: endOfTokens(replaced),
  }));
}
