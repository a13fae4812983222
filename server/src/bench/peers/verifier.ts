/** An API that checks access tokens, by `@keyturn/verifier` or by jose alone, as many as it can. */
import { createVerifier } from '@keyturn/verifier';
import { createRemoteJWKSet, jwtVerify } from 'jose';

export type VerifierOrder = {
  issuer: string;
  audience: string;
  tokens: string[];
  seconds: number;
  rounds: number;
};
/** Checks per second of each round. */
export type VerifierResult = { verifier: number[]; jose: number[] };

process.once(
  'message',
  (order: VerifierOrder) => void measure(order).then((result) => process.send?.(result)),
);
process.on('disconnect', () => process.exit(0));

async function measure({
  issuer,
  audience,
  tokens,
  seconds,
  rounds,
}: VerifierOrder): Promise<VerifierResult> {
  const verifier = createVerifier({ issuer, audience });
  const keys = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`));
  const result: VerifierResult = { verifier: [], jose: [] };
  const byVerifier = (token: string): Promise<unknown> => verifier.verify(token);
  const byJose = (token: string): Promise<unknown> =>
    jwtVerify(token, keys, { issuer, audience, algorithms: ['ES256'], typ: 'at+jwt' });

  // One turn before those that count.
  for (let round = -1; round < rounds; round += 1) {
    const checks = { verifier: await perSecond(byVerifier), jose: await perSecond(byJose) };
    if (round === -1) continue;
    result.verifier.push(checks.verifier);
    result.jose.push(checks.jose);
  }
  verifier.close();
  return result;

  async function perSecond(check: (token: string) => Promise<unknown>): Promise<number> {
    const begunAt = performance.now();
    let checked = 0;
    while (performance.now() - begunAt < seconds * 1000) {
      // As many at once as an API has requests under way.
      await Promise.all(tokens.map(check));
      checked += tokens.length;
    }
    return checked / ((performance.now() - begunAt) / 1000);
  }
}
