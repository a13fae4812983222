import type { Deps } from '../../domain/deps.ts';
import { accountRoutes } from './account.ts';
import { registerApis } from './apis.ts';
import { registerApplications } from './applications.ts';
import { registerAuditEvents } from './audit-events.ts';
import { requireAuthentication } from './authenticate.ts';
import { registerChecklist } from './checklist.ts';
import { registerClientSecrets } from './client-secrets.ts';
import { registerCredentialManagers } from './credential-managers.ts';
import { enrolmentRoutes } from './enrolment.ts';
import { registerEvents } from './events.ts';
import { registerImports } from './imports.ts';
import { registerFederationExports } from './exports/federation-exports.ts';
import { registerSecurityExports } from './exports/security-exports.ts';
import { registerLogExports } from './exports/log-exports.ts';
import { registerIntrospectionCredentials } from './introspection-credentials.ts';
import { logoChangeRoutes, registerLogo } from './logo.ts';
import { registerManagers } from './managers.ts';
import { registerNotifications } from './notifications.ts';
import { registerOrganisations } from './organisations.ts';
import { registerOverview } from './overview.ts';
import { registerPortal } from './portal.ts';
import type { PortalApp } from './portal-app.ts';
import { passwordResetRoutes } from './password-reset.ts';
import { registerSecretsElsewhere } from './secrets-elsewhere.ts';
import { sessionRoutes } from './session.ts';
import { ownSessionsRoutes } from './sessions.ts';
import { registerSettings } from './settings.ts';
import { registerSigningKeys } from './signing-keys.ts';
import { setUpRoutes } from './set-up.ts';
import { registerTerms, registerTermsVersions } from './terms.ts';
import { registerUserAccess } from './user-access.ts';
import { registerUsers } from './users.ts';
import { registerUsage } from './usage.ts';

/** The portal API (`/api/v1`): every schema from the contract, every route authenticated but those by which people sign in. */
export function portalRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, done: () => void): void => {
    registerPortal(app, deps);
    registerLogo(app, deps);
    registerTerms(app, deps);
    void app.register(sessionRoutes(deps));
    void app.register(setUpRoutes(deps));
    void app.register(passwordResetRoutes(deps));
    void app.register(ownSessionsRoutes(deps));
    void app.register(accountRoutes(deps));
    void app.register(enrolmentRoutes(deps));
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
    registerOverview(app, deps);
    registerOrganisations(app, deps);
    registerApis(app, deps);
    registerApplications(app, deps);
    registerClientSecrets(app, deps);
    registerSecretsElsewhere(app, deps);
    registerCredentialManagers(app, deps);
    registerImports(app, deps);
    registerIntrospectionCredentials(app, deps);
    registerEvents(app, deps);
    registerUsage(app, deps);
    registerAuditEvents(app, deps);
    registerNotifications(app, deps);
    registerFederationExports(app, deps);
    registerSecurityExports(app, deps);
    registerLogExports(app, deps);
    registerTermsVersions(app, deps);
    registerSettings(app, deps);
    void app.register(logoChangeRoutes(deps));
    registerChecklist(app, deps);
    registerUsers(app, deps);
    registerUserAccess(app, deps);
    registerManagers(app, deps);
    registerSigningKeys(app, deps);
    done();
  };
}
