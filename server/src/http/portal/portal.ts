import { portal, type Portal } from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import { termsInForce } from '../../domain/terms/terms.ts';
import { version } from '../../version.ts';
import { logoUrl } from './logo.ts';
import type { PortalApp } from './portal-app.ts';

/** What every page shows, signed in or not. */
export function registerPortal(
  app: PortalApp,
  deps: Pick<Deps, 'config' | 'settings' | 'demo' | 'db'>,
): void {
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
    async (): Promise<Portal> => {
      const { config, settings, demo } = deps;
      const { logoHash } = settings;
      return {
        operatorName: config.operatorName,
        logoUrl: logoHash === null ? null : logoUrl(logoHash),
        supportEmail: config.supportEmail,
        apiGuideUrl: config.apiGuideUrl,
        privacyUrl: config.privacyUrl,
        termsVersion: await termsInForce(deps),
        tokenUrl: `${config.publicUrl}/oauth2/token`,
        introspectionUrl: `${config.publicUrl}/oauth2/introspect`,
        connectivityUrl: `${config.publicUrl}/connectivity`,
        version,
        demo,
      };
    },
  );
}
