import type { Command } from 'commander';
import { compose } from '../compose.ts';
import { text } from '../messages.ts';
import { hasOperator } from '../domain/instance/has-operator.ts';
import { requireUsableSocketPath } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { requireFreePort } from './free-port.ts';
import { print } from './output.ts';
import { runServer } from './run-server.ts';

/** `keyturn serve` */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description(text('cli.serve.description'))
    .action(async () => {
      const { config, secrets } = loadConfig('serve');
      if (config.database === 'embedded') requireUsableSocketPath(config.dataDirectory);
      await requireFreePort(config.host, config.port);
      const composed = await compose({
        config,
        secrets,
        command: 'keyturn serve',
        demo: false,
        serves: true,
      });
      await runServer({
        composed,
        secrets,
        async announce() {
          print(text('cli.serve.ready', { url: config.publicUrl }));
          const tokenUrl = `${config.publicUrl}/${composed.deps.tenantId}/oauth2/token`;
          print(text('cli.serve.token-url', { tokenUrl }));
          if (config.mail === 'files') print(text('cli.serve.mail-files'));
          if (!(await hasOperator(composed.deps))) print(text('cli.serve.no-operator'));
        },
      });
    });
}
