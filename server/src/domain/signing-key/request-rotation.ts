import type { SigningAlgorithm } from '@keyturn/contract';
import type { Tx } from '../../store/db.ts';
import { findSigningKey, publishedSigningKeys, type SigningKeyState } from '../../store/signing-keys.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';
import { activateKey, bringForward, publishKey, retireKey, revokeKey, stopKey } from './change-key.ts';
import { generateSigningKey, type GeneratedKey } from './generate-signing-key.ts';
import { algorithmsInUse } from './rotate-signing-keys.ts';
import { publishedAheadMs, signingKeyStatus } from './signing-key-life.ts';

type RotateDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'sealer' | 'changes'>;

export type RotationRequest = {
  /** Sign with the next key at once, instead of after a day in the key set. */
  now: boolean;
  /** The ID of a compromised key; only keys of its algorithm are concerned then. */
  revoke: string | null;
};

export type Rotation = {
  /** What was asked for, in the end: revoking the key that signs takes another one at once. */
  kind: 'scheduled' | 'now' | 'revoked';
  /** Every key that is published from now on, and the revoked one. */
  keys: SigningKeyState[];
};

type Step = { tx: Tx; record: (event: Recorded) => void; at: Date };

/**
 * Rotates signing keys before their time. Left alone, the next key of each algorithm is published now and signs after a
 * day. Revoking takes a key out of the key set and makes what it signed worthless; when it is the one that signs, a key
 * made for this takes its place, and the one that waited goes too, because it lay in the same place. All in one
 * change: a new key is in the key set before the first token that it signs. Revoking again succeeds.
 * @throws KeyturnError `not-found`, `signing-key-unknown`
 */
export async function requestRotation(
  deps: RotateDeps,
  actor: Actor,
  { now, revoke }: RotationRequest,
): Promise<Rotation> {
  requireOperator(actor);
  const compromised = revoke === null ? null : await requireKey(deps.db, revoke);
  const inUse = await algorithmsInUse(deps.db);
  const algorithms = compromised === null ? inUse : new Set([compromised.algorithm]);
  // Before the change: nothing is computed while one is under way. What turns out not to be needed is forgotten.
  const generated = await Promise.all(
    Array.from(algorithms, (algorithm) => generateSigningKey(deps, algorithm)),
  );
  return change(deps, actor, async (tx, record) => {
    const step = { tx, record, at: deps.clock.now() };
    const stillInUse = await algorithmsInUse(tx);
    let kind: Rotation['kind'] = now ? 'now' : 'scheduled';
    for (const fresh of generated) {
      const isInUse = stillInUse.has(fresh.algorithm);
      if (revoke !== null) {
        await revokeAndReplace(step, revoke, isInUse ? fresh : null);
        kind = 'revoked';
      }
      if (isInUse && (now || revoke === null)) await (now ? signAtOnce : schedule)(step, fresh);
    }
    const keys = await publishedSigningKeys(tx);
    return { kind, keys: revoke === null ? keys : [await requireKey(tx, revoke), ...keys] };
  });
}

async function requireKey(db: Tx | Deps['db'], kid: string): Promise<SigningKeyState> {
  const key = await findSigningKey(db, kid);
  if (key === undefined) throw new KeyturnError('signing-key-unknown', { kid });
  return key;
}

async function revokeAndReplace(step: Step, kid: string, fresh: GeneratedKey | null): Promise<void> {
  const { tx, record, at } = step;
  const key = await requireKey(tx, kid);
  const status = signingKeyStatus(key);
  if (status === 'retired' || status === 'revoked') return;
  const { next } = await keysOf(tx, key.algorithm);
  await revokeKey(tx, record, key, at);
  if (status !== 'signing') return;
  if (next !== null) await retireKey(tx, record, next, at);
  if (fresh === null) return;
  await publishKey(tx, record, fresh, { now: at, dueAt: at });
}

/** The key that waits takes over, because whoever checks tokens knows it; where none waits, the fresh one. */
async function signAtOnce({ tx, record, at }: Step, fresh: GeneratedKey): Promise<void> {
  const { current, next } = await keysOf(tx, fresh.algorithm);
  // Revoking has just replaced it.
  if (current?.kid === fresh.kid) return;
  if (current !== null && next !== null) return activateKey(tx, record, next, { now: at, instead: current });
  if (current !== null) await stopKey(tx, record, current, at);
  await publishKey(tx, record, fresh, { now: at, dueAt: at });
}

async function schedule({ tx, record, at }: Step, fresh: GeneratedKey): Promise<void> {
  const { current, next } = await keysOf(tx, fresh.algorithm);
  const aDayAfter = (since: Date): Date => new Date(since.getTime() + publishedAheadMs);
  if (next === null) {
    // An algorithm's first key has nobody to wait for.
    const dueAt = current === null ? at : aDayAfter(at);
    await publishKey(tx, record, fresh, { now: at, dueAt });
  } else if (aDayAfter(next.created_at) < next.due_at)
    await bringForward(tx, record, next, aDayAfter(next.created_at));
}

async function keysOf(tx: Tx, algorithm: SigningAlgorithm) {
  const keys = (await publishedSigningKeys(tx)).filter((key) => key.algorithm === algorithm);
  const withStatus = (status: 'signing' | 'next') =>
    keys.find((key) => signingKeyStatus(key) === status) ?? null;
  return { current: withStatus('signing'), next: withStatus('next') };
}
