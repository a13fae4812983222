import type { SigningAlgorithm } from '@keyturn/contract';
import { currentSigningKey } from '../../store/signing-keys.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { publishKey } from './change-key.ts';
import { generateSigningKey } from './generate-signing-key.ts';

/** Makes an algorithm's first signing key, unless another server was faster; it signs at once. */
export async function makeSigningKey(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  algorithm: SigningAlgorithm,
): Promise<void> {
  const generated = await generateSigningKey(deps, algorithm);
  await change(deps, systemActor, async (tx, record) => {
    if ((await currentSigningKey(tx, algorithm)) !== undefined) return;
    const now = deps.clock.now();
    await publishKey(tx, record, generated, { now, dueAt: now });
  });
}
