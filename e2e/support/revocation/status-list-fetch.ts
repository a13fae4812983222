import type { Random } from '../random.ts';
import type { Reachability } from './issued-tokens.ts';
import type { TestedServer } from './tested-server.ts';
import { oneOf, pause } from './world.ts';

/** Before a second server is asked, too. */
const patienceMs = 200;
/** A verifier asks every two seconds and waits for one: whoever got nothing for longer had nothing to get. */
const reachableEveryMs = 3_000;

/**
 * The way of a verifier to its issuer, as a load balancer before all servers goes: to any of them, and to another one
 * when the first is slow or fails.
 */
export function createBalancedFetch(
  issuer: string,
  servers: TestedServer[],
  random: Random,
): { fetch: typeof fetch; reachability: Reachability } {
  /** When a status list was asked for that came in time. */
  const asked: number[] = [];

  async function ask(url: string, init: RequestInit | undefined, server: TestedServer): Promise<Response> {
    const answer = await fetch(url.replace(issuer, server.url), init ?? {});
    if (answer.status >= 500) throw new Error(`${server.name} answered ${answer.status}`);
    return answer;
  }

  return {
    async fetch(input, init) {
      const startedMs = performance.now();
      const url = input instanceof Request ? input.url : String(input);
      const first = oneOf(random, servers);
      const others = servers.filter((server) => server !== first);
      const tries = [first, ...others].map(async (server, place) => {
        if (place > 0) await pause(place * patienceMs);
        init?.signal?.throwIfAborted();
        return ask(url, init, server);
      });
      const answer = await Promise.any(tries);
      if (init?.signal?.aborted !== true && url.includes('/oauth2/status-lists/')) asked.push(startedMs);
      return answer;
    },
    reachability: {
      wasReachableSince(sinceMs) {
        const since = [sinceMs, ...asked.filter((atMs) => atMs >= sinceMs), performance.now()];
        return since.every((atMs, place) => atMs - (since[place - 1] ?? atMs) <= reachableEveryMs);
      },
    },
  };
}
