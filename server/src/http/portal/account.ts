import {
  acceptTermsRequest,
  account,
  changePasswordRequest,
  recoveryCodes,
  renameFactorRequest,
} from '@keyturn/contract';
import { z } from 'zod';
import { changePassword } from '../../domain/account/change-password.ts';
import { readOwnAccount } from '../../domain/account/read-own-account.ts';
import type { Deps } from '../../domain/deps.ts';
import { freshUntil } from '../../domain/policy.ts';
import { removeFactor, renameFactor } from '../../domain/second-factor/change-second-factors.ts';
import { createRecoveryCodes } from '../../domain/second-factor/recovery-codes.ts';
import { sessionActor } from '../../domain/session/sessions.ts';
import { acceptTerms } from '../../domain/terms/terms.ts';
import { liveSession, onlyFromOwnPages, openSession } from './own-session.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';
import { originOf } from './session-cookie.ts';

const tags = ['account'];
const done = z.undefined().describe('Done');
const factorParams = z.object({ id: z.string() });

/** One's own password, second factors and recovery codes (R6.2), and the terms (R6.1). */
export function accountRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.get(
      '/account',
      {
        schema: {
          operationId: 'getAccount',
          summary: 'Read one’s own second factors',
          tags,
          response: { 200: account, ...problems },
        },
      },
      async (request) => {
        const open = await openSession(deps, request);
        const own = await readOwnAccount(deps, open.row.user_id);
        return {
          factors: own.factors.map(({ id, kind, name, created_at, last_used_at }) => ({
            id,
            kind,
            name,
            createdAt: created_at.toISOString(),
            lastUsedAt: last_used_at?.toISOString() ?? null,
          })),
          recoveryCodesLeft: own.recoveryCodesLeft,
          passwordChangedAt: own.passwordChangedAt.toISOString(),
          freshUntil: freshUntil(open.mfaAt).toISOString(),
        };
      },
    );

    app.put(
      '/account/password',
      {
        schema: {
          operationId: 'changePassword',
          summary: 'Change one’s own password; other sessions end',
          tags,
          body: changePasswordRequest,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        await changePassword(deps, await openSession(deps, request), request.body, originOf(request));
        return reply.code(204).send();
      },
    );

    app.put(
      '/account/terms',
      {
        schema: {
          operationId: 'acceptTerms',
          summary: 'Accept the terms of use in force',
          tags,
          body: acceptTermsRequest,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        await acceptTerms(deps, await liveSession(deps, request), request.body.version, request.ip);
        return reply.code(204).send();
      },
    );

    app.patch(
      '/account/factors/:id',
      {
        schema: {
          operationId: 'renameFactor',
          summary: 'Rename a second factor',
          tags,
          params: factorParams,
          body: renameFactorRequest,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        const actor = sessionActor(await openSession(deps, request), request.ip);
        await renameFactor(deps, actor, pathUuid(request.params.id), request.body.name);
        return reply.code(204).send();
      },
    );

    app.delete(
      '/account/factors/:id',
      {
        schema: {
          operationId: 'removeFactor',
          summary: 'Remove a second factor; other sessions end',
          tags,
          params: factorParams,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        await removeFactor(
          deps,
          sessionActor(await openSession(deps, request), request.ip),
          pathUuid(request.params.id),
        );
        return reply.code(204).send();
      },
    );

    app.post(
      '/account/recovery-codes',
      {
        schema: {
          operationId: 'createRecoveryCodes',
          summary: 'Make new recovery codes, shown once; earlier ones stop working',
          tags,
          response: { 200: recoveryCodes, ...problems },
        },
      },
      async (request) => {
        const actor = sessionActor(await openSession(deps, request), request.ip);
        return { codes: await createRecoveryCodes(deps, actor) };
      },
    );
    registered();
  };
}
