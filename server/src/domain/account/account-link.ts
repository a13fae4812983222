import { randomUUID } from 'node:crypto';
import { endAccountLinks, insertAccountLink } from '../../store/account-links.ts';
import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { hashOpaqueToken, newOpaqueToken } from '../opaque-token.ts';

const hourMs = 60 * 60 * 1000;

/** What links are for: the page they open, and how long they work. */
const linkPurposes = {
  invitation: { path: '/set-up', lifetimeMs: 7 * 24 * hourMs },
  'password-reset': { path: '/reset-password', lifetimeMs: hourMs / 2 },
} as const;

export type LinkPurpose = keyof typeof linkPurposes;

/**
 * Makes a link for a user; earlier unused ones for the same purpose stop working. The token stands behind `#`, so that
 * no server, proxy or referrer ever sees it, and opening the link consumes nothing: mail scanners do that.
 */
export async function createAccountLink(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  userId: string,
  purpose: LinkPurpose,
  lifetimeMs: number = linkPurposes[purpose].lifetimeMs,
): Promise<{ url: string; expiresAt: Date }> {
  const token = newOpaqueToken();
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  await endAccountLinks(tx, userId, purpose, now);
  await insertAccountLink(tx, {
    id: randomUUID(),
    user_id: userId,
    purpose,
    token_sha256: hashOpaqueToken(token),
    created_at: now,
    expires_at: expiresAt,
    ended_at: null,
  });
  return { url: `${deps.config.publicUrl}${linkPurposes[purpose].path}#${token}`, expiresAt };
}
