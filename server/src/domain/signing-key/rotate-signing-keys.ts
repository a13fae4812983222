import { signingAlgorithm, type SigningAlgorithm } from '@keyturn/contract';
import type { Db } from '../../store/db.ts';
import { algorithmsOfApis, publishedSigningKeys } from '../../store/signing-keys.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { activateKey, publishKey, retireKey, stopKey } from './change-key.ts';
import { generateSigningKey, type GeneratedKey } from './generate-signing-key.ts';
import { isIdle, planRotation, type RotationPlan } from './plan-rotation.ts';

type RotateDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'sealer' | 'changes'>;

/** What tokens are signed with: those of the portal API always with ES256. */
export const algorithmsInUse = async (db: Db): Promise<Set<SigningAlgorithm>> =>
  new Set([signingAlgorithm.enum.ES256, ...(await algorithmsOfApis(db))]);

/**
 * Lets signing keys follow one another: publishes the next key of each algorithm, has it sign when its time has come,
 * and retires those whose last token has expired. Servers that run it at once agree: what is to be done is decided
 * again inside the change.
 */
export async function rotateSigningKeys(deps: RotateDeps): Promise<void> {
  const planned = await planAll(deps, deps.db);
  if ([...planned.values()].every(isIdle)) return;
  const generated = new Map<SigningAlgorithm, GeneratedKey>();
  for (const [algorithm, { publishDueAt }] of planned)
    if (publishDueAt !== null) generated.set(algorithm, await generateSigningKey(deps, algorithm));

  await change(deps, systemActor, async (tx, record) => {
    const now = deps.clock.now();
    for (const [algorithm, { publishDueAt, activate, stop, retire }] of await planAll(deps, tx)) {
      const made = generated.get(algorithm);
      if (publishDueAt !== null && made !== undefined)
        await publishKey(tx, record, made, { now, dueAt: publishDueAt });
      if (activate !== null) await activateKey(tx, record, activate.key, { now, instead: activate.instead });
      if (stop !== null) await stopKey(tx, record, stop, now);
      for (const key of retire) await retireKey(tx, record, key, now);
    }
  });
}

async function planAll(
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  db: Db,
): Promise<Map<SigningAlgorithm, RotationPlan>> {
  const keys = await publishedSigningKeys(db);
  const inUse = await algorithmsInUse(db);
  const now = clock.now();
  return new Map(
    signingAlgorithm.options.map((algorithm) => [
      algorithm,
      planRotation(
        keys.filter((key) => key.algorithm === algorithm),
        { now, periodDays: config.signingKeyDays, isInUse: inUse.has(algorithm) },
      ),
    ]),
  );
}
