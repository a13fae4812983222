import { setTimeout as wait } from 'node:timers/promises';
import type { BenchSetting, CaseResult } from './bench-setting.ts';
import { someClients } from './bench-federation.ts';
import { startKeyturn } from './keyturn-server.ts';
import { loadInTurns } from './load-rounds.ts';
import { manageSecrets } from './manage-secrets.ts';
import { tokenRequests } from './token-requests.ts';

const everyMs = 60_000 / 1_000;
const requests = 'tokens of churn';

/** The token endpoint while nothing changes, and while 1,000 client secrets a minute are created and deleted again. */
export async function benchChurn(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const server = await startKeyturn(federation);
  const { url, port, pid } = server;
  const manager = manageSecrets(federation, { url, publicUrl: `http://localhost:${port}` });
  let changed = 0;
  const replaceAllTheTime = async (isOver: AbortSignal): Promise<void> => {
    const begunAt = performance.now();
    for (let due = 0; !isOver.aborted; due += 1) {
      await manager.remove(await manager.create());
      changed += 1;
      await wait(Math.max(0, begunAt + due * everyMs - performance.now()));
    }
  };
  try {
    setting.load.keep(
      requests,
      tokenRequests('/oauth2/token', someClients(federation, 1_000), federation.audience),
    );
    const rows = await loadInTurns(setting, [
      { name: 'quiet', port, pid, requests },
      { name: 'secrets created and deleted', port, pid, requests, meanwhile: replaceAllTheTime },
    ]);
    if (changed === 0) throw new Error('no client secret was created and deleted');
    return { rows, targets: [] };
  } finally {
    await server.stop();
  }
}
