import { userInfo } from 'node:os';
import { compose } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { isDataDirectoryInUse } from '../explain-failure.ts';
import { callRunningServer, commandLineActor } from './command-socket.ts';
import { text } from '../messages.ts';
import { loadConfig } from './environment.ts';
import { operations, type OperationInput, type OperationName, type OperationOutput } from './operations.ts';
import { printError } from './output.ts';

/** Runs an operation on the configured database: here, or in the server that holds it. */
export async function runOperation<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  const { config, secrets } = loadConfig('command');
  const account = accountName();
  // On standard error, so that output can be piped: a forgotten variable would work on another database unnoticed.
  printError(text('cli.database', { database: describeDatabase(config, secrets) }));
  try {
    const quiet = { ...config, logLevel: 'silent' as const };
    const { deps, close } = await compose({
      config: quiet,
      secrets,
      command: `keyturn ${name}`,
      demo: 'either',
    });
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the union of all outputs, of which this name's is one
      return (await operations[name].run(deps, commandLineActor(account), input)) as OperationOutput<Name>;
    } finally {
      await close();
    }
  } catch (error) {
    if (!isDataDirectoryInUse(error)) throw error;
    return callRunningServer(config.dataDirectory, name, account, input);
  }
}

/** Which database is meant, without its password. */
export function describeDatabase(config: Config, { databaseUrl }: ConfigSecrets): string {
  if (databaseUrl === null) return text('cli.database-embedded', { directory: config.dataDirectory });
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** The account on this machine, for the audit log. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user ID without a name.
    return String(process.getuid?.() ?? 'unknown');
  }
}
