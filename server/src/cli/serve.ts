import cluster from 'node:cluster';
import type { Command } from 'commander';
import { text } from '../messages.ts';
import { requireUsableSocketPath } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { requireFreePort } from './free-port.ts';

/** `keyturn serve` */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description(text('cli.serve.description'))
    .action(async () => {
      const { config, secrets } = loadConfig('serve');
      if (cluster.isPrimary) {
        if (config.database === 'embedded') requireUsableSocketPath(config.dataDirectory);
        await requireFreePort(config.host, config.port);
        if (config.workers > 1) {
          const { superviseWorkers } = await import('./supervise-workers.ts');
          return superviseWorkers(config);
        }
      }
      const { serveRequests } = await import('./serve-requests.ts');
      try {
        await serveRequests(config, secrets);
      } finally {
        // Else one that cannot start would stay: it is kept by the channel to the process that started it.
        cluster.worker?.disconnect();
      }
    });
}
