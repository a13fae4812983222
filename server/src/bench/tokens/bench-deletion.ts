import { createLatencyCounts } from '../load/latency-counts.ts';
import { atMost, type BenchSetting, type CaseResult, type Row } from './bench-setting.ts';
import { addSecrets } from './fill-federation.ts';
import { startKeyturn, type KeyturnServer } from './keyturn-server.ts';
import { manageSecrets } from './manage-secrets.ts';

const mostMs = 50;
/** Enough for a 99th percentile that is not the slowest alone. */
const deletionsEach = 100;
const warmUp = 20;

/** How long a deletion takes that is answered only once no server issues a token for the secret any more. */
export async function benchDeletion(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const [application] = federation.clients;
  const servers: KeyturnServer[] = [];
  const rows: Row[] = [];
  try {
    while (servers.length < setting.servers) {
      const publicUrl = servers[0] && `http://localhost:${servers[0].port}`;
      servers.push(await startKeyturn(federation, publicUrl === undefined ? {} : { publicUrl }));
      const count = warmUp + deletionsEach * setting.rounds;
      const ids = await addSecrets(federation.pool, application?.clientId ?? '', count);
      const managers = servers.map(({ url }) =>
        manageSecrets(federation, { url, publicUrl: `http://localhost:${servers[0]?.port}` }),
      );
      const latencies = createLatencyCounts();
      for (const [place, id] of ids.entries()) {
        const begunAt = performance.now();
        await managers[place % managers.length]?.remove(id);
        if (place >= warmUp) latencies.add(performance.now() - begunAt);
      }
      const row = {
        name: `deletion with ${servers.length} ${servers.length === 1 ? 'server' : 'servers'}`,
        perSecond: null,
        p50Ms: latencies.percentile(0.5),
        p99Ms: latencies.percentile(0.99),
        cpuMicroseconds: null,
        generatorMicroseconds: null,
        rounds: [],
      };
      setting.onRow(row);
      rows.push(row);
    }
    return { rows, targets: [atMost('deletion-p99-ms', rows.at(-1)?.p99Ms ?? Number.NaN, mostMs)] };
  } finally {
    for (const { stop } of servers) await stop();
  }
}
