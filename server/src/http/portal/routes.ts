import type { Deps } from '../../domain/deps.ts';
import { registerApplications } from './applications.ts';
import { registerAuditEvents } from './audit-events.ts';
import { requireAuthentication } from './authenticate.ts';
import { registerClientSecrets } from './client-secrets.ts';
import { registerIntrospectionCredentials } from './introspection-credentials.ts';
import type { PortalApp } from './portal-app.ts';

/** The portal API (`/api/v1`): every route authenticated, every schema from the contract. */
export function portalRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, done: () => void): void => {
    requireAuthentication(app, deps);
    // Answers hold names and addresses of people, and once a client secret.
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerApplications(app, deps);
    registerClientSecrets(app, deps);
    registerIntrospectionCredentials(app, deps);
    registerAuditEvents(app, deps);
    done();
  };
}
