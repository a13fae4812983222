import type { SigningAlgorithm } from '@keyturn/contract';
import type { Deps } from '../deps.ts';

/**
 * Sees to it that the keys of these algorithms are published before a system asks for the first token: whoever checks
 * tokens may have read the key set a while before. The answer to the operator does not wait for it.
 */
export function publishInTime(
  { background, signingKeys }: Pick<Deps, 'background' | 'signingKeys'>,
  algorithms: Iterable<SigningAlgorithm>,
): void {
  for (const algorithm of new Set(algorithms))
    background.run(async () => {
      await signingKeys.current(algorithm);
    });
}
