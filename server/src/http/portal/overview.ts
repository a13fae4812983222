import { overview } from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import { readOverview } from '../../domain/overview/read-overview.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** What the operator team has to see to, in numbers. */
export function registerOverview(app: PortalApp, deps: Deps): void {
  app.get(
    '/overview',
    {
      schema: {
        operationId: 'getOverview',
        summary: 'Count what the operator team may have to see to; for operators',
        tags: ['overview'],
        response: { 200: overview, ...problems },
      },
    },
    async (request) => {
      const view = await readOverview(deps, actorOf(request));
      return { ...view, at: view.at.toISOString() };
    },
  );
}
