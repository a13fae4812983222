import type { Tx } from '../../store/db.ts';
import {
  insertSigningKey,
  stopSigningKey,
  updateSigningKey,
  type SigningKeyRow,
  type SigningKeyState,
} from '../../store/signing-keys.ts';
import type { Recorded } from '../audit/change.ts';
import type { GeneratedKey } from './generate-signing-key.ts';

type Record = (event: Recorded) => void;
type Key = Pick<SigningKeyState, 'kid' | 'algorithm'>;

/** The steps in the life of a signing key, each with its audit event. None holds anything of the private part. */

/** Puts a key into the key set, to sign from `dueAt` on: when that is now, it does so from the commit on. */
export async function publishKey(
  tx: Tx,
  record: Record,
  { kid, algorithm, publicJwk, privateSealed }: GeneratedKey,
  { now, dueAt }: { now: Date; dueAt: Date },
): Promise<SigningKeyRow> {
  record({ ...event('created', { kid, algorithm }), after: { signsFrom: dueAt.toISOString() } });
  return insertSigningKey(tx, {
    kid,
    algorithm,
    public_jwk: publicJwk,
    private_sealed: privateSealed,
    created_at: now,
    due_at: dueAt,
    signs_since: dueAt > now ? null : now,
  });
}

/** From now on tokens are signed with this key instead of that one, whose private part is destroyed. */
export async function activateKey(
  tx: Tx,
  record: Record,
  key: Key,
  { now, instead }: { now: Date; instead: Key },
): Promise<void> {
  await stopKey(tx, record, instead, now);
  record(event('activated', key));
  await updateSigningKey(tx, key.kid, { signs_since: now });
}

/** It signs no more, and goes on verifying. */
export async function stopKey(tx: Tx, record: Record, key: Key, now: Date): Promise<void> {
  record(event('stopped', key));
  await stopSigningKey(tx, key.kid, now);
}

/** It leaves the key set: nothing that it signed is valid any more, or it never signed. */
export async function retireKey(tx: Tx, record: Record, key: SigningKeyState, now: Date): Promise<void> {
  if (key.stopped_at === null) await stopSigningKey(tx, key.kid, now);
  record(event('retired', key));
  await updateSigningKey(tx, key.kid, { retired_at: now });
}

/** It leaves the key set before its time, and what it signed is worthless. */
export async function revokeKey(tx: Tx, record: Record, key: SigningKeyState, now: Date): Promise<void> {
  if (key.stopped_at === null) await stopSigningKey(tx, key.kid, now);
  record(event('revoked', key));
  await updateSigningKey(tx, key.kid, { retired_at: now, revoked_at: now });
}

/** A published key is to sign earlier than planned. */
export async function bringForward(tx: Tx, record: Record, key: SigningKeyState, dueAt: Date): Promise<void> {
  record({
    ...event('brought-forward', key),
    before: { signsFrom: key.due_at.toISOString() },
    after: { signsFrom: dueAt.toISOString() },
  });
  await updateSigningKey(tx, key.kid, { due_at: dueAt });
}

type Step = 'created' | 'brought-forward' | 'activated' | 'stopped' | 'retired' | 'revoked';

const event = (what: Step, { kid, algorithm }: Key): Recorded => ({
  action: `signing-key.${what}`,
  target: { type: 'signing-key', id: kid, name: algorithm },
});
