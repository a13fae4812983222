import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { compose, type Composed } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { demoFilePath, readDemoFile, writeDemoFile, type DemoFile } from '../demo/demo-file.ts';
import { demoRoutes } from '../demo/demo-routes.ts';
import { findUsableSample, holdsFederation } from '../demo/demo-state.ts';
import { countScale, fillScale } from '../demo/scale/fill-scale.ts';
import { fullScale } from '../demo/scale/scale-size.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import type { Deps } from '../domain/deps.ts';
import { text } from '../messages.ts';
import { requireUsableSocketPath } from './command-socket.ts';
import { environment, loadConfig } from './environment.ts';
import { findFreePort } from './free-port.ts';
import { badUsage, print } from './output.ts';
import { runServer } from './run-server.ts';

const command = 'keyturn demo';

/** `keyturn demo [--reset] [--scale] [--port N]` */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(text('cli.demo.description'))
    .option('--reset', text('cli.demo.reset'), false)
    .option('--scale', text('cli.demo.scale'), false)
    .option('--port <port>', text('cli.port'))
    .action(async ({ reset, scale, port }: { reset: boolean; scale: boolean; port?: string }) => {
      const { config, secrets } = await demoConfig(port, scale);
      requireUsableSocketPath(config.dataDirectory);
      const { composed, demo } = await openSeeded(config, secrets, { reset, scale });
      await runServer({
        composed,
        secrets,
        extend: demoRoutes(composed.deps, demo),
        async announce() {
          await announce(composed.deps, demo);
          if (scale) await announceScale(composed.deps);
        },
      });
    });
}

/** Whatever the environment says, the demo is for this machine only, on its own embedded database. */
async function demoConfig(
  port: string | undefined,
  scale: boolean,
): Promise<{ config: Config; secrets: ConfigSecrets }> {
  const wanted = port ?? environment['KEYTURN_PORT'] ?? '3000';
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) < 1 || Number(wanted) > 65_535)
    throw badUsage('cli.port-invalid');
  const free = await findFreePort(Number(wanted));
  if (free !== Number(wanted)) print(text('cli.demo.port-busy', { busy: wanted, port: String(free) }));
  const { KEYTURN_DATA_DIR, KEYTURN_DATA_DIR_FILE, KEYTURN_LOG_LEVEL } = environment;
  const { config, secrets } = loadConfig('serve', {
    KEYTURN_DATA_DIR,
    KEYTURN_DATA_DIR_FILE,
    KEYTURN_LOG_LEVEL: KEYTURN_LOG_LEVEL ?? 'warn',
    KEYTURN_PORT: String(free),
    KEYTURN_MAIL: 'files',
    KEYTURN_OPERATOR_NAME: 'Example Donor Federation',
    KEYTURN_SUPPORT_EMAIL: 'support@example.org',
  });
  // Beside the ordinary demo, so that neither takes the other's place.
  const dataDirectory = scale ? join(config.dataDirectory, 'scale') : config.dataDirectory;
  return { config: { ...config, dataDirectory }, secrets };
}

async function openSeeded(
  config: Config,
  secrets: ConfigSecrets,
  { reset, scale }: { reset: boolean; scale: boolean },
): Promise<{ composed: Composed; demo: DemoFile }> {
  const open = (): Promise<Composed> => compose({ config, secrets, command, demo: true, serves: true });
  let composed = await open();
  let demo = readDemoFile(config.dataDirectory);
  if (demo === null || demo.tenantId !== composed.deps.tenantId || reset) {
    print(text(reset ? 'cli.demo.resetting' : 'cli.demo.preparing'));
    if (reset || (await holdsFederation(composed.deps))) {
      // Only now is it certain that the directory holds a demo and that nobody else has it.
      await composed.close();
      rmSync(demoFilePath(config.dataDirectory), { force: true });
      rmSync(join(config.dataDirectory, 'pglite'), { recursive: true, force: true });
      composed = await open();
    }
    demo = await seedDemo(composed.deps);
    if (scale)
      await fillScale(composed.deps, fullScale, { onStep: (step) => print(text(`cli.scale.${step}`)) });
  }
  demo = { ...demo, publicUrl: config.publicUrl };
  writeDemoFile(config.dataDirectory, demo);
  return { composed, demo };
}

async function announce(deps: Deps, demo: DemoFile): Promise<void> {
  const url = demo.publicUrl;
  const usable = await findUsableSample(deps, demo);
  if (usable === null) return print(text('cli.demo.no-secret', { url }));
  const { application, clientSecret } = usable;
  const api = demo.apis.find(({ id }) => application.apis.includes(id));
  // No quotes, backslashes or ampersands: the line works in bash, zsh, cmd and PowerShell.
  const curl = [
    'curl -d grant_type=client_credentials',
    `-d client_id=${application.clientId}`,
    `-d client_secret=${clientSecret}`,
    `-d resource=${api?.identifier ?? ''}`,
    `${url}/oauth2/token`,
  ].join(' ');
  return print(
    text('cli.demo.ready', {
      url,
      curl,
      application: application.name,
      selfManaged: demo.applications.find(({ selfManaged }) => selfManaged)?.name ?? '',
      ping: `${url}/demo-api/${api?.id ?? ''}/ping`,
      demoFile: demoFilePath(deps.config.dataDirectory),
    }),
  );
}

/** What is there, counted. */
const announceScale = async (deps: Deps): Promise<void> =>
  print(
    `${text('cli.demo.scale-ready', { ...(await countScale(deps)), directory: deps.config.dataDirectory })}\n`,
  );
