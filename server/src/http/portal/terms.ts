import {
  publishedTerms,
  publishTermsRequest,
  terms,
  termsVersionPage,
  termsVersionsQuery,
  type Terms,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { publishTerms, readTerms, readTermsVersion, readTermsVersions } from '../../domain/terms/terms.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['terms'];
/** What the longest text takes, however its characters are escaped. */
const textLimitBytes = 512 * 1024;

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

/** Publishing terms of use (R6.1), and all that ever were, for the operator team. */
export function registerTermsVersions(app: PortalApp, deps: Deps): void {
  app.post(
    '/terms',
    {
      bodyLimit: textLimitBytes,
      schema: {
        operationId: 'publishTerms',
        summary: 'Publish terms of use; members accept them before they go on',
        tags,
        body: publishTermsRequest,
        response: { 200: terms, ...problems },
      },
    },
    async (request) => present(await publishTerms(deps, actorOf(request), request.body)),
  );

  app.get(
    '/terms-versions',
    {
      schema: {
        operationId: 'listTermsVersions',
        summary: 'List the versions of the terms of use, newest first, with how many members accepted each',
        tags,
        querystring: termsVersionsQuery,
        response: { 200: termsVersionPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const before = decodeCursor(z.int32(), cursor);
      const { versions, next, activeMembers } = await readTermsVersions(deps, actorOf(request), {
        before,
        limit,
      });
      return {
        items: versions.map((row) => ({ ...publication(row), acceptances: Number(row.acceptances) })),
        next: next === null ? null : encodeCursor(next),
        activeMembers,
      };
    },
  );

  app.get(
    '/terms-versions/:version',
    {
      schema: {
        operationId: 'getTermsVersion',
        summary: 'Read a version of the terms of use',
        tags,
        params: z.object({ version: z.string() }),
        response: { 200: publishedTerms, ...problems },
      },
    },
    async (request) => {
      const { version } = request.params;
      if (!/^\d{1,9}$/.test(version)) throw new KeyturnError('not-found');
      const row = await readTermsVersion(deps, actorOf(request), Number(version));
      return { ...publication(row), text: row.text };
    },
  );
}

type Publication = Pick<Awaited<ReturnType<typeof readTerms>>, 'version' | 'published_at' | 'published_by'>;

const publication = ({ version, published_at, published_by }: Publication) => ({
  version,
  publishedAt: published_at.toISOString(),
  publishedBy: published_by?.name ?? null,
});

const present = (row: Awaited<ReturnType<typeof readTerms>>): Terms => ({
  version: row.version,
  publishedAt: row.published_at.toISOString(),
  text: row.text,
});
