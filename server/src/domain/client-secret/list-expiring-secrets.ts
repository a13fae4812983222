import { secretsThatExpire } from '../../store/expiry-metrics.ts';
import type { Deps } from '../deps.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The client secrets that expire within so many days, and how many days each has left. */
export async function listExpiringSecrets({ db, clock }: Pick<Deps, 'db' | 'clock'>, days: number) {
  const now = clock.now().getTime();
  const secrets = await secretsThatExpire(db, new Date(now), new Date(now + days * dayMs));
  return secrets.map((secret) => ({ ...secret, daysLeft: (secret.expires_at.getTime() - now) / dayMs }));
}
