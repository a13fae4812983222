import { credentialManagers } from '@keyturn/contract';
import { listCredentialManagers } from '../../domain/application/list-credential-managers.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** Whom a member asks for the credential manager role (R1.1). */
export function registerCredentialManagers(app: PortalApp, deps: Deps): void {
  app.get(
    '/credential-managers',
    {
      schema: {
        operationId: 'listCredentialManagers',
        summary: 'List who manages credentials at the caller’s own organisation; for signed-in members',
        tags: ['applications'],
        response: { 200: credentialManagers, ...problems },
      },
    },
    async (request) => ({ items: await listCredentialManagers(deps, actorOf(request)) }),
  );
}
