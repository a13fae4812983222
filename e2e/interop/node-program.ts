import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { adapted, type StartVerifier } from './describe-verifier.ts';
import { makeModuleDirectory } from './module-directory.ts';

type Snippet = {
  verifyAccessToken: (token: string) => Promise<{ client_id: string }>;
  stop?: () => void;
};

const directory = makeModuleDirectory();

/**
 * A module for Node with `verifyAccessToken`, as a program that verifies tokens. It runs in this process, which trusts the
 * certificate already: processes of their own took most of the time of these tests.
 */
export const nodeOf =
  (code: string): StartVerifier =>
  async (service, api) => {
    const file = join(directory, `${randomUUID()}.mjs`);
    writeFileSync(file, adapted(code, api));
    vi.stubEnv('KEYTURN', service.url).stubEnv('AUDIENCE', api.identifier);
    const { verifyAccessToken, stop } = (await import(file)) as Snippet;
    vi.unstubAllEnvs();
    return {
      ask: async (token) =>
        JSON.stringify(
          await verifyAccessToken(token).then(
            ({ client_id: clientId }) => ({ clientId }),
            (error: unknown) => ({ error: String(error) }),
          ),
        ),
      stop: () => Promise.resolve(stop?.()),
    };
  };
