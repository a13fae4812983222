import { format } from 'prettier';
import { buildApp } from '../../server/src/app.ts';
import { describePortalApi } from '../../server/src/http/openapi.ts';
import { readConfig } from '../../server/src/config.ts';
import type { Deps } from '../../server/src/domain/deps.ts';

/** docs/openapi.json: the portal API as a server in production describes it at `/api/openapi.json`. */
export async function openApiDocument(): Promise<string> {
  // An https address gives the session cookie its name; otherwise the document does not depend on it.
  const environment = { KEYTURN_PUBLIC_URL: 'https://keyturn.example.org', KEYTURN_MAIL: 'files' };
  const read = readConfig(environment, () => '', 'serve');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  // Registering routes takes no more than this: the rest is for their handlers, and none of them is called.
  const app = await buildApp({ config: read.config, log: silentLog() } as Deps);
  try {
    await app.ready();
    return await format(JSON.stringify(describePortalApi(app)), { parser: 'json', printWidth: 110 });
  } finally {
    await app.close();
  }
}

function silentLog(): Deps['log'] {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
  const log: Record<string, () => unknown> = Object.fromEntries(
    levels.map((level) => [level, () => undefined]),
  );
  log['child'] = () => log;
  return log as unknown as Deps['log'];
}
