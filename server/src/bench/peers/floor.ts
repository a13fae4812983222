/**
 * The least that a token endpoint on Node can cost: `node:http` alone, the same checks, the same signing, the same
 * answer; no framework, no log, no usage, no other servers.
 */
import { timingSafeEqual } from 'node:crypto';
import { createTokenSigner } from '../../domain/access-token/token-signer.ts';
import {
  clientSecretValueProblem,
  hashClientSecretValue,
} from '../../domain/client-secret/client-secret-value.ts';
import { parseForm } from '../../http/oauth/parse-form.ts';
import { readBody } from './read-body.ts';
import { runPeer } from './run-peer.ts';
import { sameClaims } from './same-claims.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;

type Client = { sha256: Buffer; expiresAtMs: number; audiences: string[] };

runPeer(async ({ clients, audience, roles, ttlSeconds, headers }, issuer, { kid, privateKey, publicJwk }) => {
  const signer = createTokenSigner();
  const key = { kid, privateKey, algorithm: 'ES256' as const };
  const expiresAtMs = Date.now() + yearMs;
  const byId = new Map<string, Client>(
    clients.map(({ clientId, clientSecret }) => [
      clientId,
      { sha256: hashClientSecretValue(clientSecret), expiresAtMs, audiences: [audience] },
    ]),
  );
  const head = Object.entries(headers).flat();

  function permittedClient(body: Buffer): string | null {
    const form = parseForm(body);
    const parameter = (name: string): string => form.get(name)?.[0] ?? '';
    if (parameter('grant_type') !== 'client_credentials') return null;
    const secret = parameter('client_secret');
    if (clientSecretValueProblem(secret) !== null) return null;
    const clientId = parameter('client_id');
    const client = byId.get(clientId);
    if (client === undefined || !timingSafeEqual(client.sha256, hashClientSecretValue(secret))) return null;
    if (client.expiresAtMs <= Date.now()) return null;
    return client.audiences.includes(parameter('resource')) ? clientId : null;
  }

  return {
    tokenPath: '/token',
    jwksPath: '/jwks',
    answer(request, response) {
      if (request.url === '/jwks') return void response.end(JSON.stringify({ keys: [publicJwk] }));
      readBody(request, (body) => {
        const clientId = permittedClient(body);
        if (clientId === null) return void response.writeHead(401).end();
        const claims = sameClaims({ issuer, clientId, audience, roles, ttlSeconds });
        void signer.sign(key, 'at+jwt', claims).then((token) => {
          const answer = JSON.stringify({
            access_token: token,
            token_type: 'Bearer',
            expires_in: ttlSeconds,
          });
          response.writeHead(200, [...head, 'content-length', String(Buffer.byteLength(answer))]).end(answer);
        });
      });
    },
  };
});
