import type { RefusalRow, UsageRows, UseRow } from '../store/usage.ts';
import { networkOf } from '../domain/network.ts';
import type { SampleSecret } from './sample-secrets.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const evidenceDays = 90;

/** Systems that use the sample secrets, from addresses for documentation (RFC 5737). */
const callers = [
  { address: '203.0.113.7', userAgent: 'python-requests/2.32.3', everyDays: 1, requests: 24 },
  { address: '198.51.100.20', userAgent: 'nightly-job/1.4', everyDays: 3, requests: 2 },
] as const;

/** It took somebody some days to notice. */
const refusedDaysAgo = [5, 4, 3];

/** Token requests with a sample secret on each day from its creation to its last use, and refused ones after its end. */
export function sampleUsage(
  sample: SampleSecret,
  { secretId, resource }: { secretId: string; resource: string },
  now: Date,
): UsageRows {
  const { usedDaysAgo, createdDaysAgo, expiresInDays } = sample;
  const batch: UsageRows = { uses: [], refusals: [], unproven: [], mistakes: [] };
  if (usedDaysAgo === undefined) return batch;
  const first = Math.min(createdDaysAgo - 1, usedDaysAgo + evidenceDays);
  for (let daysAgo = first; daysAgo >= usedDaysAgo; daysAgo -= 1)
    for (const { everyDays, ...caller } of callers)
      if ((daysAgo - usedDaysAgo) % everyDays === 0)
        batch.uses.push({ ...use(secretId, daysAgo, caller, now), resource });
  for (const daysAgo of refusedDaysAgo)
    if (expiresInDays < -daysAgo)
      batch.refusals.push({ ...refusal(secretId, daysAgo, now), reason: 'expired' });
  return batch;
}

type SampleCaller = { address: string; userAgent: string; requests: number };

function use(
  secretId: string,
  daysAgo: number,
  { address, userAgent, requests }: SampleCaller,
  now: Date,
): Omit<UseRow, 'resource'> {
  const lastAt = new Date(now.getTime() - daysAgo * dayMs - hourMs / 2);
  const weekend = [0, 6].includes(lastAt.getUTCDay());
  return {
    ...callerAt(secretId, { address, userAgent }, lastAt),
    requests: weekend ? Math.ceil(requests / 3) : requests + (daysAgo % 5),
  };
}

const refusal = (secretId: string, daysAgo: number, now: Date): Omit<RefusalRow, 'reason'> => ({
  ...callerAt(
    secretId,
    { address: '203.0.113.7', userAgent: 'python-requests/2.32.3' },
    new Date(now.getTime() - daysAgo * dayMs - hourMs),
  ),
  requests: 3,
});

const callerAt = (secretId: string, caller: { address: string; userAgent: string }, lastAt: Date) => ({
  secretId,
  hour: new Date(Math.floor(lastAt.getTime() / hourMs) * hourMs),
  network: networkOf(caller.address),
  userAgent: caller.userAgent,
  firstAt: lastAt,
  lastAt,
  firstAddress: caller.address,
  lastAddress: caller.address,
});
