import cluster from 'node:cluster';
import { compose } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { hasOperator } from '../domain/instance/has-operator.ts';
import type { Deps } from '../domain/deps.ts';
import { text } from '../messages.ts';
import { print } from './output.ts';
import { runServer } from './run-server.ts';

/** Answers requests until it is told to stop: all there are, or as one of several processes on one port. */
export async function serveRequests(config: Config, secrets: ConfigSecrets): Promise<void> {
  const composed = await compose({ config, secrets, command: 'keyturn serve', demo: false, serves: true });
  await runServer({
    composed,
    secrets,
    async announce() {
      // The others start when the first is ready, and have nothing to add.
      if (cluster.isPrimary || cluster.worker?.id === 1) await announce(composed.deps);
      // To the process that supervises this one, if any does.
      cluster.worker?.send('ready');
    },
  });
}

async function announce(deps: Deps): Promise<void> {
  const { config, tenantId } = deps;
  print(text('cli.serve.ready', { url: config.publicUrl }));
  print(text('cli.serve.token-url', { tokenUrl: `${config.publicUrl}/${tenantId}/oauth2/token` }));
  if (config.mail === 'files') print(text('cli.serve.mail-files'));
  if (!(await hasOperator(deps))) print(text('cli.serve.no-operator'));
}
