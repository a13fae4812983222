import { portal, type Portal } from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import { termsInForce } from '../../domain/terms/terms.ts';
import { version } from '../../version.ts';
import type { PortalApp } from './portal-app.ts';

/** What every page shows, signed in or not. */
export function registerPortal(app: PortalApp, deps: Pick<Deps, 'config' | 'demo' | 'db'>): void {
  const { config, demo } = deps;
  const fixed: Omit<Portal, 'termsVersion'> = {
    operatorName: config.operatorName,
    supportEmail: config.supportEmail,
    apiGuideUrl: config.apiGuideUrl,
    privacyUrl: config.privacyUrl,
    tokenUrl: `${config.publicUrl}/oauth2/token`,
    introspectionUrl: `${config.publicUrl}/oauth2/introspect`,
    connectivityUrl: `${config.publicUrl}/connectivity`,
    version,
    demo,
  };
  app.get(
    '/portal',
    {
      schema: {
        operationId: 'getPortal',
        summary: 'Read the operator’s name, addresses and guide',
        tags: ['session'],
        security: [],
        response: { 200: portal },
      },
    },
    async () => ({ ...fixed, termsVersion: await termsInForce(deps) }),
  );
}
