import type { Deps } from '../../domain/deps.ts';
import { registerApplications } from './applications.ts';
import { registerAuditEvents } from './audit-events.ts';
import { requireAuthentication } from './authenticate.ts';
import { registerClientSecrets } from './client-secrets.ts';
import { registerIntrospectionCredentials } from './introspection-credentials.ts';
import { registerPortal } from './portal.ts';
import type { PortalApp } from './portal-app.ts';
import { sessionRoutes } from './session.ts';
import { setUpRoutes } from './set-up.ts';

/** The portal API (`/api/v1`): every schema from the contract, every route authenticated but those of `session.ts`. */
export function portalRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, done: () => void): void => {
    registerPortal(app, deps);
    void app.register(sessionRoutes(deps));
    void app.register(setUpRoutes(deps));
    void app.register(authenticatedRoutes(deps));
    done();
  };
}

function authenticatedRoutes(deps: Deps) {
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
