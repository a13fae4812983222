import { addClientSecretUses, type ClientSecretUse } from '../../store/client-secret-uses.ts';
import type { Deps } from '../deps.ts';

/** Remembers which client secrets obtain tokens, without a database write in the token request's way. */
export type UsageRecorder = {
  record(secretId: string, at: Date, caller: { address: string | null; userAgent: string | null }): void;
  /** Writes what was recorded, in one statement; kept for the next attempt when the database refuses. */
  flush(): Promise<void>;
};

const maxUserAgentLength = 300;

/** `flush` is called once a second and at a clean stop: a crash loses at most the last second. */
export function createUsageRecorder(deps: Pick<Deps, 'db'>): UsageRecorder {
  let pending = new Map<string, ClientSecretUse>();

  return {
    record(secretId, at, caller) {
      const earlier = pending.get(secretId);
      pending.set(secretId, {
        secretId,
        firstUsedAt: earlier?.firstUsedAt ?? at,
        lastUsedAt: at,
        address: caller.address,
        userAgent: caller.userAgent?.slice(0, maxUserAgentLength) ?? null,
        count: (earlier?.count ?? 0) + 1,
      });
    },

    async flush() {
      if (pending.size === 0) return;
      const batch = pending;
      pending = new Map();
      try {
        await addClientSecretUses(deps.db, [...batch.values()]);
      } catch (error) {
        pending = merge(batch, pending);
        throw error;
      }
    },
  };
}

function merge(earlier: Map<string, ClientSecretUse>, later: Map<string, ClientSecretUse>) {
  const merged = new Map(earlier);
  for (const [secretId, use] of later) {
    const before = earlier.get(secretId);
    merged.set(
      secretId,
      before === undefined
        ? use
        : { ...use, firstUsedAt: before.firstUsedAt, count: before.count + use.count },
    );
  }
  return merged;
}
