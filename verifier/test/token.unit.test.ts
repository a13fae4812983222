import { base64url, SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { api, apiId, issuer, makeKey } from './support/issuer.ts';
import { outcomeOf, refusalOf, start } from './support/start.ts';

describe('an access token', () => {
  test('R2.5 that is good is accepted, by either algorithm, and says who calls', async () => {
    const { fake, world, verifier } = await start();
    for (const key of [fake.es256, fake.rs256]) {
      const token = await fake.token(world, { key });
      expect(await verifier.verify(token)).toEqual({
        clientId: 'client',
        organisationId: 'organisation',
        roles: ['SMC.Use'],
        clientSecretId: 'secret',
        expiresAt: new Date((world.nowSeconds() + 3600) * 1000),
        claims: decodeJwt(token),
      });
    }
  });

  test('RFC 9068 4 of another type, issuer or audience, or without a claim that it must have, is refused', async () => {
    const { fake, world, verifier } = await start();
    const other = await makeKey('ES256', 'other');
    const cases: [string, string, Parameters<typeof fake.token>[1]][] = [
      ['typ JWT', 'token-invalid', { header: { typ: 'JWT' } }],
      ['typ of a status list', 'token-invalid', { header: { typ: 'statuslist+jwt' } }],
      ['no typ', 'token-invalid', { header: { typ: undefined } }],
      ['another issuer', 'token-invalid', { claims: { iss: 'https://evil.example.org' } }],
      ['issuer with a slash', 'token-invalid', { claims: { iss: `${issuer}/` } }],
      ['another audience', 'audience-wrong', { claims: { aud: 'https://other.example.org' } }],
      ['no audience', 'token-invalid', { claims: { aud: undefined } }],
      ['another key with a published ID', 'token-invalid', { key: { ...other, kid: fake.es256.kid } }],
      ['no key ID', 'token-invalid', { header: { kid: undefined } }],
      ...['exp', 'iat', 'sub', 'jti', 'client_id', 'iss'].map(
        (claim): [string, string, Parameters<typeof fake.token>[1]] => [
          `no ${claim}`,
          'token-invalid',
          { claims: { [claim]: undefined } },
        ],
      ),
    ];
    for (const [about, code, change] of cases)
      expect([about, await outcomeOf(verifier, await fake.token(world, change))]).toEqual([about, code]);
  });

  test('RFC 8725 3.1 an attacker does not choose the algorithm: none, HMAC with the public key, or another than the key is for', async () => {
    const { fake, world, verifier, token } = await start();
    const claims = decodeJwt(token);
    const { kid } = fake.es256;
    const hmacKey = new TextEncoder().encode(JSON.stringify(fake.es256.jwk));
    const forged: Record<string, string> = {
      none: new UnsecuredJWT(claims).encode(),
      'none, typ at+jwt': `${base64url.encode('{"alg":"none","typ":"at+jwt"}')}.${token.split('.')[1]}.`,
      HS256: await new SignJWT(claims).setProtectedHeader({ typ: 'at+jwt', alg: 'HS256', kid }).sign(hmacKey),
      'the RSA key’s ID': await fake.token(world, { key: { ...fake.es256, kid: fake.rs256.kid } }),
      garbage: 'x',
      'white space': `${token} `,
      empty: '',
    };
    for (const [about, sent] of Object.entries(forged))
      expect([about, await outcomeOf(verifier, sent)]).toEqual([about, 'token-invalid']);
    const pinned = await start({ algorithms: ['ES256'] });
    const rs256 = await pinned.fake.token(pinned.world, { key: pinned.fake.rs256 });
    expect(await outcomeOf(pinned.verifier, rs256)).toBe('token-invalid');
    expect(await outcomeOf(pinned.verifier, pinned.token)).toBe('accepted');
  });

  test('RFC 8725 3.11 of the type JWT is accepted only where that was said, and then no other kind of JWT', async () => {
    const strict = await start();
    const told = await start({ types: ['at+jwt', 'JWT'] });
    const moved = await start({ types: ['JWT'] });
    const outcomes = async (typ: unknown) => {
      const of = async ({ fake, world, verifier }: typeof told) =>
        outcomeOf(verifier, await fake.token(world, { header: { typ } }));
      return [await of(strict), await of(told), await of(moved)];
    };
    const [yes, no] = ['accepted', 'token-invalid'];
    expect(await outcomes('JWT')).toEqual([no, yes, yes]);
    expect(await outcomes('at+jwt')).toEqual([yes, yes, no]);
    // RFC 9068 section 4 and RFC 7515 section 4.1.9: the same types.
    expect(await outcomes('application/at+jwt')).toEqual([yes, yes, no]);
    expect(await outcomes('AT+JWT')).toEqual([yes, yes, no]);
    for (const typ of ['statuslist+jwt', 'id+jwt', '', 'text/jwt', undefined, ['JWT'], { typ: 'JWT' }])
      expect([typ, ...(await outcomes(typ))]).toEqual([typ, no, no, no]);
    // What the type does not tell apart, the claims that only access tokens have still do.
    const idToken = await told.fake.token(told.world, {
      header: { typ: 'JWT' },
      claims: { client_id: undefined, azp: 'client' },
    });
    expect(await outcomeOf(told.verifier, idToken)).toBe(no);
  });

  test('RFC 9068 4 of another type is refused before a key is looked for', async () => {
    const { fake, world, verifier, verify } = await start();
    await verify();
    // An unknown key has the set fetched once a second.
    await world.pass(1_100);
    const [before, requests] = [world.requests.length, world.requests];
    const unknown = (typ: string) => fake.token(world, { header: { typ, kid: 'unknown' } });
    expect(await outcomeOf(verifier, await unknown('JWT'))).toBe('token-invalid');
    expect(requests).toHaveLength(before);
    expect(await outcomeOf(verifier, await unknown('at+jwt'))).toBe('token-invalid');
    expect(requests.slice(before)).toContain('GET /oauth2/jwks');
  });

  test('is accepted for any of the audiences that the verifier is for', async () => {
    const { fake, world, verifier } = await start({ audience: [api, apiId] });
    for (const aud of [api, apiId, [apiId, 'x']])
      expect(await outcomeOf(verifier, await fake.token(world, { claims: { aud } }))).toBe('accepted');
    expect(await outcomeOf(verifier, await fake.token(world, { claims: { aud: apiId.slice(1) } }))).toBe(
      'audience-wrong',
    );
  });

  test('RFC 7519 4.1.4, 4.1.5 expiry and begin have a tolerance of five seconds, or what is set', async () => {
    const { fake, world, verifier } = await start();
    const strict = (await start({ clockToleranceSeconds: 0 })).verifier;
    const now = world.nowSeconds();
    const outcomes = async (claims: Record<string, unknown>) => {
      const token = await fake.token(world, { claims });
      return [await outcomeOf(verifier, token), await outcomeOf(strict, token)];
    };
    expect(await outcomes({ exp: now + 1 })).toEqual(['accepted', 'accepted']);
    expect(await outcomes({ exp: now })).toEqual(['accepted', 'token-expired']);
    expect(await outcomes({ exp: now - 4 })).toEqual(['accepted', 'token-expired']);
    expect(await outcomes({ exp: now - 5 })).toEqual(['token-expired', 'token-expired']);
    expect(await outcomes({ nbf: now })).toEqual(['accepted', 'accepted']);
    expect(await outcomes({ nbf: now + 5 })).toEqual(['accepted', 'token-not-yet-valid']);
    expect(await outcomes({ nbf: now + 6 })).toEqual(['token-not-yet-valid', 'token-not-yet-valid']);
  });
});

describe('RFC 6750 3 a refusal', () => {
  const realm = `Bearer realm="${api}"`;

  test('tells nothing to who sent no token, or another scheme', async () => {
    const { verifier } = await start();
    for (const header of [undefined, null, '', 'Basic YTpi', 'Bearerx y', 'DPoP x']) {
      const error = await refusalOf(verifier.authenticate(header));
      expect([error.code, error.status, error.body, error.headers]).toEqual([
        'token-missing',
        401,
        null,
        { 'cache-control': 'no-store', 'www-authenticate': realm },
      ]);
    }
  });

  test('calls a header that is not one token a malformed request', async () => {
    const { verifier, token } = await start();
    for (const header of [
      'Bearer',
      'Bearer ',
      `Bearer ${token} x`,
      `Bearer ${token}, Bearer ${token}`,
      'Bearer "x"',
    ])
      expect(await refusalOf(verifier.authenticate(header))).toMatchObject({
        code: 'request-malformed',
        status: 400,
        body: { error: 'invalid_request' },
      });
    for (const header of [`Bearer ${token}`, `bearer  ${token}`, ` BEARER ${token} `])
      expect((await verifier.authenticate(header)).clientId).toBe('client');
  });

  test('names the error and what to do, and nothing of the token', async () => {
    const { fake, world, verifier } = await start();
    const sent = await fake.token(world, { claims: { exp: world.nowSeconds() - 60, iss: issuer } });
    const error = await refusalOf(verifier.authenticate(`Bearer ${sent}`));
    const description = 'The access token expired. Ask for a new one.';
    expect([error.status, error.body, error.headers]).toEqual([
      401,
      { error: 'invalid_token', error_description: description },
      {
        'cache-control': 'no-store',
        'www-authenticate': `${realm}, error="invalid_token", error_description="${description}"`,
      },
    ]);
  });

  test('of a token without a needed role is 403, and names the roles as scope', async () => {
    const { verifier, token } = await start({ realm: 'Search' });
    expect((await verifier.verify(token, { roles: ['SMC.Use'] })).roles).toEqual(['SMC.Use']);
    const error = await refusalOf(verifier.verify(token, { roles: ['SMC.Use', 'SMC.Admin', 'a b', '"'] }));
    expect([error.status, error.headers['www-authenticate']]).toEqual([
      403,
      'Bearer realm="Search", error="insufficient_scope", error_description="The access token lacks a role that this call needs.", scope="SMC.Use SMC.Admin"',
    ]);
  });
});

describe('options', () => {
  test.each([
    ['issuer', { issuer: `${issuer}/` }],
    ['issuer', { issuer: `${issuer}/tenant` }],
    ['issuer', { issuer: 'http://credentials.example.org' }],
    ['issuer', { issuer: 'credentials.example.org' }],
    ['audience', { audience: '' }],
    ['audience', { audience: [] }],
    ['algorithms', { algorithms: [] }],
    ['algorithms', { algorithms: ['HS256' as 'ES256'] }],
    ['types', { types: [] }],
    ['types', { types: ['jwt' as 'JWT'] }],
    ['clockToleranceSeconds', { clockToleranceSeconds: 61 }],
    ['clockToleranceSeconds', { clockToleranceSeconds: Number.NaN }],
    ['maxStatusAgeSeconds', { maxStatusAgeSeconds: 2 }],
    ['maxStatusAgeSeconds', { maxStatusAgeSeconds: Number.POSITIVE_INFINITY }],
    ['statusCheck', { statusCheck: 'none' as 'introspection' }],
    ['whenStatusUnavailable', { whenStatusUnavailable: 'accept' as 'refuse' }],
    ['introspection', { statusCheck: 'introspection' as const }],
    [
      'introspection',
      { whenStatusUnavailable: 'introspect' as const, introspection: { clientId: 'x', clientSecret: '' } },
    ],
    ['realm', { realm: 'a"b' }],
  ])('a verifier does not start with a wrong %s: %o', async (about, options) => {
    await expect(start(options)).rejects.toThrow(new RegExp(`^${about} `));
  });

  test('http is for this machine alone', async () => {
    for (const local of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])
      await expect(start({ issuer: local })).resolves.toBeDefined();
  });
});
