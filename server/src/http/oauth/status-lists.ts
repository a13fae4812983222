import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import type { Deps } from '../../domain/deps.ts';
import { sendOAuthError } from './oauth-errors.ts';

/**
 * The status lists (Token Status List), for everybody: they tell of numbers only. `no-cache`: whoever keeps one asks
 * whether it still holds, and is told so without the list.
 */
export function registerStatusLists(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { number: string } }>('/oauth2/status-lists/:number', async (request, reply) => {
    if (asksForThePast(request)) return refuse(request, reply, 501, 'oauth.status-list-past');
    const list = await findList(deps, request.params.number);
    if (list === null) return refuse(request, reply, 404, 'oauth.status-list-unknown');
    void reply.header('cache-control', 'no-cache').header('etag', list.etag);
    if (isHeld(request.headers['if-none-match'], list.etag)) return reply.code(304).send();
    return reply.type('application/statuslist+jwt').send(await list.token());
  });

  app.get('/oauth2/status-lists', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send({ status_lists: await deps.statusLists.uris() }),
  );

  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    key: 'oauth.status-list-past' | 'oauth.status-list-unknown',
  ): FastifyReply =>
    sendOAuthError(deps.config, new OAuthError('invalid_request', key), request, reply, status);
}

/** Section 8.4 of the draft: who asks for a list of another time must not get the present one for it. */
const asksForThePast = ({ url }: FastifyRequest): boolean =>
  url.includes('?') && new URLSearchParams(url.slice(url.indexOf('?'))).has('time');

/** Each list has one address: no leading zeros, signs or fractions. */
const findList = async ({ statusLists }: Deps, number: string) =>
  /^(0|[1-9]\d{0,8})$/.test(number) ? statusLists.find(Number(number)) : null;

/** RFC 9110 section 13.1.2: a weak comparison with each of the tags, or `*`. */
const isHeld = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((held) => {
    const tag = held.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag.replace(/^W\//, '');
  });
