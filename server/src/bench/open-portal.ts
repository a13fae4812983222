import { buildApp } from '../app.ts';
import type { Deps } from '../domain/deps.ts';
import { startSession } from '../domain/session/sessions.ts';
import { sessionCookieName } from '../http/portal/session-cookie.ts';

/** The portal API over real HTTP on this machine, as an operator who is signed in asks it. */
export type OpenPortal = {
  /** Asks for a path below `/api/v1`; throws unless it is answered with 200. */
  get: (path: string) => Promise<unknown>;
  close: () => Promise<void>;
};

/** Serves a Keyturn to this process alone, and signs its first operator in. */
export async function openPortal(deps: Deps): Promise<OpenPortal> {
  const { id } = await deps.db
    .selectFrom('portal_user')
    .select('id')
    .where('role', '=', 'operator')
    .where('status', '=', 'active')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const session = await startSession(deps, id, {
    stage: 'open',
    mfaAt: deps.clock.now(),
    amr: ['pwd', 'otp'],
    origin: { address: '127.0.0.1', userAgent: 'keyturn bench' },
  });
  const app = await buildApp(deps);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const cookie = `${sessionCookieName(deps.config.publicUrl)}=${session}`;
  return {
    async get(path) {
      const response = await fetch(`${url}/api/v1${path}`, { headers: { cookie } });
      const body: unknown = await response.json();
      if (response.status !== 200)
        throw new Error(`GET ${path} was answered with ${response.status}: ${JSON.stringify(body)}`);
      return body;
    },
    close: () => app.close(),
  };
}
