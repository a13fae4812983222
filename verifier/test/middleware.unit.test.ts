import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, test, vi } from 'vitest';
import { AccessTokenError } from '../src/access-token-error.ts';
import type { AccessToken, Requirements, Verifier } from '../src/create-verifier.ts';
import * as express from '../src/express.ts';
import * as fastify from '../src/fastify.ts';
import * as hono from '../src/hono.ts';
import { api } from './support/issuer.ts';
import { start } from './support/start.ts';
import { unreachable } from './support/world.ts';

type Answer = { status: number; challenge: string | null; retryAfter: string | null; body: string };
type Framework = (
  verifier: Verifier,
  requirements: Requirements | undefined,
  authorization: string | undefined,
) => Promise<Answer>;

const headersOf = (authorization: string | undefined) =>
  authorization === undefined ? {} : { authorization };

/** An API of one route, which answers who calls, in each of the frameworks. */
const frameworks: Record<string, Framework> = {
  async Fastify(verifier, requirements, authorization) {
    const app = Fastify();
    app.addHook('onRequest', fastify.requireAccessToken(verifier, requirements));
    app.get('/', (request) => ({ caller: request.accessToken?.clientId }));
    const { statusCode, headers, body } = await app.inject({ url: '/', headers: headersOf(authorization) });
    const header = (name: string) => (headers[name] === undefined ? null : String(headers[name]));
    return {
      status: statusCode,
      challenge: header('www-authenticate'),
      retryAfter: header('retry-after'),
      body,
    };
  },
  async Express(verifier, requirements, authorization) {
    const request: IncomingMessage & { accessToken?: AccessToken } = new IncomingMessage(new Socket());
    Object.assign(request.headers, headersOf(authorization));
    const response = new ServerResponse(request);
    const end = vi.spyOn(response, 'end');
    await express.requireAccessToken(verifier, requirements)(request, response, (error) => {
      if (error !== undefined) response.statusCode = 500;
      response.end(JSON.stringify({ caller: request.accessToken?.clientId }));
    });
    const header = (name: string) => (response.hasHeader(name) ? String(response.getHeader(name)) : null);
    return {
      status: response.statusCode,
      challenge: header('www-authenticate'),
      retryAfter: header('retry-after'),
      body: String(end.mock.calls[0]?.[0] ?? ''),
    };
  },
  async Hono(verifier, requirements, authorization) {
    const app = new Hono();
    app.get('/', hono.requireAccessToken(verifier, requirements), (context) =>
      context.json({ caller: context.var.accessToken.clientId }),
    );
    const response = await app.request('/', { headers: headersOf(authorization) });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      retryAfter: response.headers.get('retry-after'),
      body: await response.text(),
    };
  },
};

describe.each(Object.entries(frameworks))('the middleware for %s', (_name, ask) => {
  test('lets a request pass with an access token that is accepted, and tells the API who calls', async () => {
    const { verifier, token } = await start();
    expect(await ask(verifier, { roles: ['SMC.Use'] }, `Bearer ${token}`)).toEqual({
      status: 200,
      challenge: null,
      retryAfter: null,
      body: '{"caller":"client"}',
    });
  });

  test('RFC 6750 3 answers every other with its status, challenge and error, and the API is not called', async () => {
    const { verifier, token } = await start();
    const realm = `Bearer realm="${api}"`;
    const missing = await ask(verifier, undefined, undefined);
    expect(missing).toEqual({ status: 401, challenge: realm, retryAfter: null, body: '' });
    const cases: [string, Requirements | undefined, number, string][] = [
      ['Bearer', undefined, 400, 'invalid_request'],
      ['Bearer x', undefined, 401, 'invalid_token'],
      [`Bearer ${token}`, { roles: ['Other'] }, 403, 'insufficient_scope'],
    ];
    for (const [authorization, requirements, status, error] of cases) {
      const answer = await ask(verifier, requirements, authorization);
      expect(answer).toMatchObject({ status, retryAfter: null });
      expect(answer.challenge).toContain(`${realm}, error="${error}", error_description="`);
      const body = JSON.parse(answer.body) as Record<string, string>;
      expect([Object.keys(body), body['error']]).toEqual([['error', 'error_description'], error]);
    }
  });

  test('answers 503 when nothing can be told, and leaves other errors to the framework', async () => {
    const { world, verifier, token } = await start();
    world.answer = unreachable;
    const answer = await ask(verifier, undefined, `Bearer ${token}`);
    expect(answer).toMatchObject({ status: 503, challenge: null, retryAfter: '2' });
    const broken = { ...verifier, authenticate: () => Promise.reject(new Error('broken')) };
    const failed = await ask(broken, undefined, `Bearer ${token}`);
    expect(failed.status).toBe(500);
    expect(failed.body).not.toContain(AccessTokenError.name);
  });
});
