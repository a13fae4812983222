import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Tx } from '../../store/db.ts';
import { deleteUnusedSetUpLinks, insertSetUpLink } from '../../store/set-ups.ts';
import type { Deps } from '../deps.ts';

/**
 * Makes a link by which a user sets up their account; earlier unused ones stop working. The token stands behind `#`,
 * so that no server, proxy or referrer ever sees it, and opening the link consumes nothing: mail scanners do that.
 */
export async function createSetUpLink(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  userId: string,
  lifetimeMs: number,
): Promise<{ url: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  await deleteUnusedSetUpLinks(tx, userId);
  await insertSetUpLink(tx, {
    id: randomUUID(),
    user_id: userId,
    token_sha256: hashSetUpToken(token),
    created_at: now,
    expires_at: expiresAt,
    used_at: null,
  });
  return { url: `${deps.config.publicUrl}/set-up#${token}`, expiresAt };
}

/** All that is stored of a link's or a set-up cookie's token. */
export const hashSetUpToken = (token: string): Buffer => createHash('sha256').update(token).digest();
