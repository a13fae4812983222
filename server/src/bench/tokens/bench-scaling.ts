import {
  atLeast,
  atMost,
  ratioOf,
  type BenchSetting,
  type CaseResult,
  type Row,
  type Target,
} from './bench-setting.ts';
import { someClients } from './bench-federation.ts';
import { startKeyturn, type KeyturnServer } from './keyturn-server.ts';
import { loadInTurns, type Loaded } from './load-rounds.ts';
import { residentBytes } from './process-cost.ts';
import { tokenRequests } from './token-requests.ts';

const leastOfSmall = 0.95;
const mostMegabytes = 400;
/** What most applications are compared with. */
const smallSize = 10;
/** So many applications ask in each case, so that the load is the same whatever there is beside them. */
const asking = 10;

/**
 * The token endpoint with few applications and with many, asked by the same number of them; then by all of the largest
 * federation in turns, whose use is written each second; how much memory that takes, and how long a start.
 */
export async function benchScaling(setting: BenchSetting): Promise<CaseResult> {
  const servers: KeyturnServer[] = [];
  try {
    const loaded: Loaded[] = [];
    for (const applications of setting.sizes) {
      const federation = await setting.federations.of(applications);
      const server = await startKeyturn(federation);
      servers.push(server);
      const add = (name: string, clients: typeof federation.clients): void => {
        setting.load.keep(name, tokenRequests('/oauth2/token', clients, federation.audience));
        loaded.push({ name, port: server.port, pid: server.pid, requests: name });
      };
      add(nameOf(applications), someClients(federation, asking));
      if (applications === Math.max(...setting.sizes))
        add(`${nameOf(applications)}, all asking`, federation.clients);
    }
    const largestServer = servers.at(-1);
    const atStart = megabytesOf(largestServer);
    const rows = await loadInTurns(setting, loaded);
    const measured = { ...nothing, startUpMs: largestServer?.startUpMs ?? Number.NaN };
    const size = nameOf(Math.max(...setting.sizes));
    const start: Row = { ...measured, name: `start with ${size}`, megabytes: atStart };
    const after: Row = {
      ...nothing,
      name: `memory after load, ${size}`,
      megabytes: megabytesOf(largestServer),
    };
    setting.onRow(start);
    setting.onRow(after);
    return { rows: [...rows, start, after], targets: targetsOf(setting, rows, after) };
  } finally {
    for (const { stop } of servers) await stop();
  }
}

const nothing: Omit<Row, 'name'> = {
  perSecond: null,
  p50Ms: null,
  p99Ms: null,
  cpuMicroseconds: null,
  generatorMicroseconds: null,
  rounds: [],
};

function megabytesOf(server: KeyturnServer | undefined): number | null {
  const bytes = server === undefined ? null : residentBytes(server.pid);
  return bytes === null ? null : bytes / 2 ** 20;
}

const nameOf = (applications: number): string => `${applications} applications`;

function targetsOf({ sizes }: BenchSetting, rows: Row[], { megabytes }: Row): Target[] {
  const rowOf = (applications: number) => rows.find(({ name }) => name === nameOf(applications));
  const small = sizes.includes(smallSize) ? smallSize : Math.min(...sizes);
  return [
    atLeast(
      'tokens-per-second-with-most-applications-of-few',
      ratioOf(rowOf(Math.max(...sizes)), rowOf(small)),
      leastOfSmall,
    ),
    // Where the system does not say, nobody can hold it against Keyturn.
    ...(megabytes === null || megabytes === undefined
      ? []
      : [atMost('resident-megabytes', megabytes, mostMegabytes)]),
  ];
}
