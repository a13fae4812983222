import { createHash, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import type { World } from './world.ts';

export const issuer = 'https://credentials.example.org';
export const api = 'https://search.example.org';
export const apiId = '0b000000-0000-4000-8000-000000000001';
export const listUri = `${issuer}/oauth2/status-lists/0`;

type Key = { kid: string; alg: string; privateKey: CryptoKey; jwk: JWK };
type Signing = { key?: Key; header?: Record<string, unknown>; claims?: Record<string, unknown> };

/** Keys are slow to make, and the same for every test. */
const ready = new Map<string, Promise<Key>>();

export async function makeKey(alg: 'ES256' | 'RS256', name = ''): Promise<Key> {
  const known = ready.get(alg + name) ?? generate(alg);
  ready.set(alg + name, known);
  return known;
}

async function generate(alg: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = randomUUID();
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** An issuer as Keyturn is one, for the world that it is put into. */
export async function createIssuer() {
  const es256 = await makeKey('ES256');
  const rs256 = await makeKey('RS256');
  const fake = {
    es256,
    rs256,
    published: [es256, rs256],
    /** The status list: entries by index, 0 where there is none. */
    statuses: new Map<number, number>(),
    entries: 64,
    /** What the next list says of when it was issued; null: the present. */
    listIssuedAt: null as number | null,
    listSigning: {} as Signing,
    /** Bytes in place of what follows from `statuses`. */
    listBytes: null as Uint8Array | null,
    introspection: () => new Response('{"active":true}') as Response | Promise<Response>,
    /** The headers and bodies that introspection was asked with. */
    introspected: [] as { authorization: string | undefined; body: string }[],

    token(world: World, { key = es256, header = {}, claims = {} }: Signing = {}): Promise<string> {
      const now = world.nowSeconds();
      return sign(
        key,
        { typ: 'at+jwt', ...header },
        {
          iss: issuer,
          sub: 'client',
          aud: api,
          iat: now,
          nbf: now,
          exp: now + 3600,
          jti: 'token',
          client_id: 'client',
          org: 'organisation',
          roles: ['SMC.Use'],
          credential_id: 'secret',
          status: { status_list: { idx: 5, uri: listUri } },
          ...claims,
        },
      );
    },

    /** Answers synchronously where it can, so that the world knows what it waits for. */
    answer:
      (world: World) =>
      (url: string, init: RequestInit): Response | Promise<Response> => {
        if (url === `${issuer}/oauth2/jwks`)
          return new Response(JSON.stringify({ keys: fake.published.map(({ jwk }) => jwk) }));
        if (url === listUri) return answerList(world, init);
        if (url === `${issuer}/oauth2/introspect`) {
          const headers = new Headers(init.headers);
          const body = init.body instanceof URLSearchParams ? init.body.toString() : '';
          fake.introspected.push({ authorization: headers.get('authorization') ?? undefined, body });
          return fake.introspection();
        }
        return new Response('', { status: 404 });
      },
  };

  function answerList(world: World, init: RequestInit): Response {
    const packed = deflateSync(fake.listBytes ?? pack(fake.entries, fake.statuses));
    const etag = `W/"${createHash('sha256').update(packed).digest('base64url')}"`;
    if (new Headers(init.headers).get('if-none-match') === etag) return new Response(null, { status: 304 });
    const issuedAt = fake.listIssuedAt ?? world.nowSeconds();
    const { key = es256, header = {}, claims = {} } = fake.listSigning;
    const signed = sign(
      key,
      { typ: 'statuslist+jwt', ...header },
      {
        iss: issuer,
        sub: listUri,
        iat: issuedAt,
        exp: issuedAt + 7200,
        ttl: 2,
        status_list: { bits: 2, lst: packed.toString('base64url') },
        ...claims,
      },
    );
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(await signed));
        controller.close();
      },
    });
    return new Response(stream, { headers: { etag } });
  }

  return fake;
}

const sign = (key: Key, header: Record<string, unknown>, claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);

function pack(entries: number, statuses: ReadonlyMap<number, number>): Uint8Array {
  const bytes = new Uint8Array(entries / 4);
  for (const [index, status] of statuses)
    bytes[index >> 2] = (bytes[index >> 2] ?? 0) | (status << ((index & 3) * 2));
  return bytes;
}
