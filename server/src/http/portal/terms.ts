import { publishTermsRequest, terms, type Terms } from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import { publishTerms, readTerms } from '../../domain/terms/terms.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['terms'];

/** The terms of use in force, for everybody. */
export function registerTerms(app: PortalApp, deps: Deps): void {
  app.get(
    '/terms',
    {
      schema: {
        operationId: 'getTerms',
        summary: 'Read the terms of use in force',
        tags,
        security: [],
        response: { 200: terms, ...problems },
      },
    },
    async () => present(await readTerms(deps)),
  );
}

/** Publishing terms of use (R6.1), for the operator team. */
export function registerTermsPublication(app: PortalApp, deps: Deps): void {
  app.post(
    '/terms',
    {
      schema: {
        operationId: 'publishTerms',
        summary: 'Publish terms of use; members accept them before they go on',
        tags,
        body: publishTermsRequest,
        response: { 200: terms, ...problems },
      },
    },
    async (request) => present(await publishTerms(deps, actorOf(request), request.body.text)),
  );
}

const present = (row: Awaited<ReturnType<typeof readTerms>>): Terms => ({
  version: row.version,
  publishedAt: row.published_at.toISOString(),
  text: row.text,
});
