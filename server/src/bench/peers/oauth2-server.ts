/** A token endpoint by @node-oauth/oauth2-server on `node:http`, with JWTs by jose. */
import { timingSafeEqual } from 'node:crypto';
import { SignJWT } from 'jose';
import { hashClientSecretValue } from '../../domain/client-secret/client-secret-value.ts';
import { readBody } from './read-body.ts';
import { runPeer } from './run-peer.ts';
import { sameClaims } from './same-claims.ts';

runPeer(async ({ clients, audience, roles, ttlSeconds }, issuer, { kid, privateKey, publicJwk }) => {
  const { default: OAuth2Server } = await import('@node-oauth/oauth2-server');
  const byId = new Map(
    clients.map(({ clientId, clientSecret }) => [clientId, hashClientSecretValue(clientSecret)]),
  );
  const server = new OAuth2Server({
    model: {
      getClient: async (id, secret) => {
        const sha256 = byId.get(id);
        if (sha256 === undefined || !timingSafeEqual(sha256, hashClientSecretValue(secret))) return false;
        return { id, grants: ['client_credentials'], accessTokenLifetime: ttlSeconds };
      },
      getUserFromClient: async ({ id }) => ({ id }),
      generateAccessToken: ({ id }) =>
        new SignJWT(sameClaims({ issuer, clientId: id, audience, roles, ttlSeconds }))
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
          .sign(privateKey),
      saveToken: async (token, client, user) => ({ ...token, client, user }),
      getAccessToken: async () => false,
    },
  });
  return {
    tokenPath: '/token',
    jwksPath: '/jwks',
    answer(incoming, outgoing) {
      if (incoming.url === '/jwks') return void outgoing.end(JSON.stringify({ keys: [publicJwk] }));
      readBody(incoming, (text) => {
        const { method = '' } = incoming;
        const headers = {
          'content-type': incoming.headers['content-type'] ?? '',
          'content-length': String(text.length),
        };
        const body = Object.fromEntries(new URLSearchParams(text.toString()));
        const request = new OAuth2Server.Request({ method, headers, query: {}, body });
        const response = new OAuth2Server.Response();
        void server
          .token(request, response)
          // What went wrong stands in the response already.
          .catch(() => undefined)
          .then(() => {
            const answer = JSON.stringify(response.body);
            const length = {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(answer),
            };
            outgoing.writeHead(response.status ?? 500, { ...response.headers, ...length }).end(answer);
          });
      });
    },
  };
});
