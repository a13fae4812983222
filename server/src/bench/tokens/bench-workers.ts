import { atLeast, ratioOf, type BenchSetting, type CaseResult } from './bench-setting.ts';
import { someClients } from './bench-federation.ts';
import { startKeyturn, type KeyturnServer } from './keyturn-server.ts';
import { loadInTurns, type Loaded } from './load-rounds.ts';
import { tokenRequests } from './token-requests.ts';

const leastOfOne = 1.4;
const requests = 'tokens of workers';

/** The token endpoint with one process and with two, which share the machine with what loads them. */
export async function benchWorkers(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const servers: KeyturnServer[] = [];
  try {
    const loaded: Loaded[] = [];
    for (const workers of [1, 2]) {
      const server = await startKeyturn(federation, { workers });
      servers.push(server);
      loaded.push({ name: `workers: ${workers}`, port: server.port, pid: server.pid, requests });
    }
    const clients = someClients(federation, 1_000);
    setting.load.keep(requests, tokenRequests('/oauth2/token', clients, federation.audience));
    const rows = await loadInTurns(setting, loaded);
    const [one, two] = rows;
    return {
      rows,
      targets: [atLeast('tokens-per-second-of-two-workers-of-one', ratioOf(two, one), leastOfOne)],
    };
  } finally {
    for (const { stop } of servers) await stop();
  }
}
