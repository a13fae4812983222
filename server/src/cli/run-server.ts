import cluster from 'node:cluster';
import { setTimeout } from 'node:timers/promises';
import { buildApp, buildMetricsApp, type App } from '../app.ts';
import type { Composed } from '../compose.ts';
import type { ConfigSecrets } from '../config.ts';
import { startJobs } from '../jobs/schedule.ts';
import { text } from '../messages.ts';
import { listenForCommands } from './command-socket.ts';
import { print } from './output.ts';
import { stopRequested } from './stop-requested.ts';
import { watchCertificate } from './watch-certificate.ts';

type Options = {
  composed: Composed;
  secrets: ConfigSecrets;
  extend?: (app: App) => void;
  announce: () => Promise<void>;
};

/**
 * Serves until SIGINT or SIGTERM; then tells load balancers, answers what is under way, writes what is pending, and
 * frees everything.
 * A second signal ends the process at once.
 */
export async function runServer({ composed, secrets, extend, announce }: Options): Promise<void> {
  const { deps } = composed;
  const { config } = deps;
  const stopSignal = stopRequested();
  let app: App | undefined;
  let metrics: ReturnType<typeof buildMetricsApp> | undefined;
  try {
    app = await buildApp(deps, { tlsKey: secrets.tlsKey, ...(extend === undefined ? {} : { extend }) });
    await app.listen({ host: config.host, port: config.port });
    if (config.metricsPort !== null) {
      metrics = buildMetricsApp(deps);
      await metrics.listen({ host: config.host, port: config.metricsPort });
    }
    const stopWatching = watchCertificate(app, config, deps.log);
    const stopJobs = startJobs(deps);
    const commands = config.database === 'embedded' ? await listenForCommands(deps) : null;
    await announce();
    await stopSignal;
    stopWatching();
    if (cluster.isPrimary) print(text('cli.serve.stopping'));
    // Whoever sends requests here learns it first, and sends no more: until then they are answered.
    deps.readiness.leave();
    if (deps.readiness.isWatched()) await setTimeout(config.stopDelaySeconds * 1000);
    await Promise.race([app.close(), setTimeout(graceMs, undefined, { ref: false })]);
    await metrics?.close();
    await commands?.close();
    await stopJobs();
  } finally {
    app?.server.closeAllConnections();
    metrics?.server.closeAllConnections();
    await composed.close();
  }
  if (cluster.isPrimary) print(text('cli.serve.stopped'));
  // Whoever sent half a request and waits does not keep this process.
  process.exit(0);
}

/** How long requests under way may take when the server stops. */
const graceMs = 10_000;
