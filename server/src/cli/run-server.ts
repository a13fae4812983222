import { buildApp, type App } from '../app.ts';
import type { Composed } from '../compose.ts';
import type { ConfigSecrets } from '../config.ts';
import { startJobs } from '../jobs/schedule.ts';
import { text } from '../messages.ts';
import { listenForCommands } from './command-socket.ts';
import { print } from './output.ts';

type Options = {
  composed: Composed;
  secrets: ConfigSecrets;
  extend?: (app: App) => void;
  announce: () => Promise<void>;
};

/**
 * Serves until SIGINT or SIGTERM; then answers what is under way, writes what is pending, and frees everything.
 * A second signal ends the process at once.
 */
export async function runServer({ composed, secrets, extend, announce }: Options): Promise<void> {
  const { deps } = composed;
  const { config } = deps;
  const stopSignal = Promise.race([once('SIGINT'), once('SIGTERM')]);
  let app: App | undefined;
  try {
    app = await buildApp(deps, { tlsKey: secrets.tlsKey, ...(extend === undefined ? {} : { extend }) });
    await app.listen({ host: config.host, port: config.port });
    const stopJobs = startJobs(deps);
    const commands = config.database === 'embedded' ? await listenForCommands(deps) : null;
    await announce();
    await stopSignal;
    print(text('cli.serve.stopping'));
    await app.close();
    await commands?.close();
    await stopJobs();
  } finally {
    await app?.close();
    await composed.close();
  }
  print(text('cli.serve.stopped'));
}

function once(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  return new Promise((resolve) => {
    process.once(signal, () => resolve());
  });
}
