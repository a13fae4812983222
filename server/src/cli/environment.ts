import { readFileSync } from 'node:fs';
import { readConfig, type Config, type ConfigSecrets } from '../config.ts';
import { text } from '../messages.ts';
import { CommandFailedError, printError } from './output.ts';

type Environment = Record<string, string | undefined>;

/** The environment of this process: read here and nowhere else. */
export const environment: Readonly<Environment> = process.env;

/**
 * The configuration from the environment, or from `variables`; unknown variables are warned of.
 * @throws CommandFailedError with every problem
 */
export function loadConfig(
  purpose: 'serve' | 'command',
  variables: Readonly<Environment> = environment,
): { config: Config; secrets: ConfigSecrets } {
  const result = readConfig(variables, (path) => readFileSync(path, 'utf8'), purpose);
  for (const warning of result.warnings) printError(warning);
  if (!result.ok)
    throw new CommandFailedError(
      [
        text('config.refused', { count: result.problems.length }),
        ...result.problems.map((line) => `- ${line}`),
      ].join('\n'),
    );
  return { config: result.config, secrets: result.secrets };
}
