import {
  rotateSigningKeysRequest,
  signingKeyPage,
  signingKeyRotation,
  signingKeysQuery,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { describeRotation, describeSigningKey } from '../../domain/signing-key/describe-signing-key.ts';
import { listSigningKeys } from '../../domain/signing-key/list-signing-keys.ts';
import { requestRotation } from '../../domain/signing-key/request-rotation.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['signing keys'];
const position = z.object({
  createdAt: z.iso.datetime().transform((value) => new Date(value)),
  kid: z.string().regex(/^[\w-]{43}$/),
});

/** The keys that access tokens are signed with, for the operator team. */
export function registerSigningKeys(app: PortalApp, deps: Deps): void {
  app.get(
    '/signing-keys',
    {
      schema: {
        operationId: 'listSigningKeys',
        summary: 'List signing keys, the newest first, with those that left the key set',
        tags,
        querystring: signingKeysQuery,
        response: { 200: signingKeyPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const after = decodeCursor(position, cursor);
      const { keys, next } = await listSigningKeys(deps, actorOf(request), { after, limit });
      return { items: keys.map(describeSigningKey), next: next === null ? null : encodeCursor(next) };
    },
  );

  app.post(
    '/signing-keys/rotation',
    {
      schema: {
        operationId: 'rotateSigningKeys',
        summary: 'Rotate signing keys before their time; revoke a compromised one',
        tags,
        body: rotateSigningKeysRequest,
        response: { 200: signingKeyRotation, ...problems },
      },
    },
    async (request) => {
      const { now, revoke } = request.body ?? { now: false, revoke: null };
      return describeRotation(deps, await requestRotation(deps, actorOf(request), { now, revoke }));
    },
  );
}
