import { logo, maxLogoBytes, type Logo } from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { readLogo, removeLogo, setLogo } from '../../domain/settings/logo.ts';
import type { SettingsRow } from '../../store/settings.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** Nothing that an SVG document holds runs or loads, should somebody open it by itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Where the logo with this content is; another one has another address. */
export const logoUrl = (hash: string): string => `/api/v1/portal/logo?v=${hash}`;

export const presentLogo = ({ logo_type, logo_hash, logo_bytes }: SettingsRow): Logo | null =>
  logo_type === null || logo_hash === null || logo_bytes === null
    ? null
    : { url: logoUrl(logo_hash), type: logo_type, bytes: logo_bytes };

/** The operator's logo, for everybody. */
export function registerLogo(app: PortalApp, deps: Deps): void {
  app.get(
    '/portal/logo',
    {
      schema: {
        operationId: 'getLogo',
        summary: 'Read the operator’s logo: a picture',
        tags: ['session'],
        security: [],
        querystring: z.object({ v: z.string().max(100).optional().describe('As `logoUrl` has it') }),
        response: { 200: z.unknown().describe('PNG, JPEG, WebP or SVG'), ...problems },
      },
    },
    async (request, reply) => {
      const found = await readLogo(deps);
      if (found === undefined) throw new KeyturnError('not-found');
      const etag = `"${found.logo_hash}"`;
      void reply
        .header('etag', etag)
        .header(
          'cache-control',
          request.query.v === found.logo_hash ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return (
        reply
          // It has no origin that could be keyed by; browsers complain.
          .removeHeader('origin-agent-cluster')
          .header('content-security-policy', policy)
          .header('x-content-type-options', 'nosniff')
          .type(found.logo_type)
          .send(found.logo)
      );
    },
  );
}

/** Setting and taking away the logo, for the operator team. */
export function logoChangeRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, done: () => void): void => {
    // The bytes say what it is, whatever a browser calls it.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));

    app.put(
      '/settings/logo',
      {
        bodyLimit: maxLogoBytes,
        schema: {
          operationId: 'setLogo',
          summary: 'Set the logo: a PNG, JPEG, WebP or SVG of at most 256 KB as the request’s body',
          tags: ['settings'],
          consumes: ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'],
          body: z.unknown().describe('The picture'),
          response: { 200: logo.nullable(), ...problems },
        },
      },
      async (request) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        return presentLogo((await setLogo(deps, actorOf(request), bytes)).saved);
      },
    );

    app.delete(
      '/settings/logo',
      {
        schema: {
          operationId: 'removeLogo',
          summary: 'Remove the logo',
          tags: ['settings'],
          response: { 204: z.null(), ...problems },
        },
      },
      async (request, reply) => {
        await removeLogo(deps, actorOf(request));
        return reply.code(204).send(null);
      },
    );
    done();
  };
}
