import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { serveEnvironment, signIn } from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { bearer, send, type Credentials } from './support/http.ts';
import { asOperator, createSecret, deleteSecret } from './support/journey.ts';
import { run, startServer, succeed } from './support/keyturn-process.ts';
import { runInShell } from './support/shell.ts';

/** What integrators' programs work with: a server, a client, and an API that introspects. */
let server: string;
let issuer: URL;
let client: Credentials;
let introspection: Credentials;
let manager: Record<string, string>;

const resource = apis.search.identifier;

beforeAll(async () => {
  const env = await serveEnvironment('PostgreSQL');
  const started = await startServer(['serve'], { env });
  server = started.url;
  issuer = new URL(server);
  await succeed(['import', federationFile], { env });
  manager = (await signIn(env, server)).eastManager.headers;
  const clientId = applications.eastSearch;
  client = { clientId, clientSecret: (await createSecret(server, manager, clientId)).clientSecret };
  const created = await run(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
  const headers = await asOperator(server, JSON.parse(created.stdout) as Credentials);
  const answer = await send('POST', `${server}/api/v1/apis/${apis.search.id}/introspection-credentials`, {
    headers,
  });
  introspection = answer.json<Credentials>();
});

const connectivity = async (token: string): Promise<number> =>
  (await send('GET', `${server}/connectivity`, { headers: bearer(token) })).status;

describe('curl', () => {
  const grant = '--silent --show-error --fail-with-body -d grant_type=client_credentials';
  const tokenBy = async (authentication: string): Promise<string> => {
    const output = await runInShell(
      `curl ${grant} ${authentication} -d resource=${resource} ${server}/oauth2/token`,
    );
    return (JSON.parse(output) as { access_token: string }).access_token;
  };

  test('R2.2 gets a token with the client secret in the Authorization header', async () => {
    const token = await tokenBy(`-u ${client.clientId}:${client.clientSecret}`);
    expect(await connectivity(token)).toBe(200);
  });

  test('R2.2 gets a token with the client secret in the body', async () => {
    const token = await tokenBy(`-d client_id=${client.clientId} -d client_secret=${client.clientSecret}`);
    const output = await runInShell(
      `curl --silent -H "Authorization: Bearer ${token}" ${server}/connectivity`,
    );
    expect(JSON.parse(output)).toMatchObject({ application: { clientId: client.clientId } });
  });
});

describe('openid-client', () => {
  const options = (algorithm: 'oidc' | 'oauth2') => ({ algorithm, execute: [openid.allowInsecureRequests] });

  test.each([
    ['oauth2', 'client_secret_basic', openid.ClientSecretBasic],
    ['oauth2', 'client_secret_post', openid.ClientSecretPost],
    ['oidc', 'client_secret_basic', openid.ClientSecretBasic],
    ['oidc', 'client_secret_post', openid.ClientSecretPost],
  ] as const)(
    'R2.2 discovers the server by %s and gets a token by %s',
    async (algorithm, _method, authentication) => {
      const config = await openid.discovery(
        issuer,
        client.clientId,
        undefined,
        authentication(client.clientSecret),
        options(algorithm),
      );
      expect(config.serverMetadata().issuer).toBe(server);
      for (const parameters of [{ resource }, { scope: `${resource}/.default` }]) {
        const tokens = await openid.clientCredentialsGrant(config, parameters);
        expect(tokens.token_type).toBe('bearer');
        expect(tokens.expiresIn()).toBeGreaterThan(3_500);
        expect(await connectivity(tokens.access_token)).toBe(200);
      }
    },
  );

  test('introspects as the API, and reads what is wrong with a refused client', async () => {
    const config = await openid.discovery(
      issuer,
      client.clientId,
      client.clientSecret,
      undefined,
      options('oauth2'),
    );
    const { access_token: token } = await openid.clientCredentialsGrant(config, { resource });
    const api = await openid.discovery(
      issuer,
      introspection.clientId,
      introspection.clientSecret,
      undefined,
      options('oauth2'),
    );
    expect(await openid.tokenIntrospection(api, token)).toMatchObject({
      active: true,
      client_id: client.clientId,
    });
    await expect(openid.clientCredentialsGrant(api, { resource })).rejects.toMatchObject({
      error: 'unauthorized_client',
      status: 400,
    });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true };

  const discover = async (algorithm: 'oidc' | 'oauth2'): Promise<oauth.AuthorizationServer> =>
    oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...insecure }));

  const tokenBy = async (
    as: oauth.AuthorizationServer,
    authentication = oauth.ClientSecretBasic(client.clientSecret),
  ): Promise<oauth.TokenEndpointResponse> => {
    const self: oauth.Client = { client_id: client.clientId };
    const parameters = new URLSearchParams({ resource });
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      self,
      authentication,
      parameters,
      insecure,
    );
    return oauth.processClientCredentialsResponse(as, self, response);
  };

  test.each(['oauth2', 'oidc'] as const)(
    'R2.2 discovers the server by %s and gets tokens',
    async (algorithm) => {
      const as = await discover(algorithm);
      for (const authenticate of [oauth.ClientSecretBasic, oauth.ClientSecretPost]) {
        const tokens = await tokenBy(as, authenticate(client.clientSecret));
        expect(await connectivity(tokens.access_token)).toBe(200);
      }
    },
  );

  test('R2.5 an API validates the access token offline, for its own identifier only', async () => {
    const as = await discover('oauth2');
    const { access_token: token } = await tokenBy(as);
    const incoming = (): Request => new Request('https://api.example.org/donors', { headers: bearer(token) });
    const claims = await oauth.validateJwtAccessToken(as, incoming(), resource, insecure);
    expect(claims).toMatchObject({
      iss: server,
      aud: resource,
      sub: client.clientId,
      client_id: client.clientId,
    });
    await expect(
      oauth.validateJwtAccessToken(as, incoming(), apis.data.identifier, insecure),
    ).rejects.toThrow(/unexpected JWT "aud"/);
  });

  test('R1.5 an API introspects the access token, which deleting the client secret makes inactive', async () => {
    const as = await discover('oauth2');
    const { clientId } = client;
    const secret = await createSecret(server, manager, clientId);
    const authentication = oauth.ClientSecretBasic(secret.clientSecret);
    const { access_token: token } = await tokenBy(as, authentication);
    const api: oauth.Client = { client_id: introspection.clientId };
    const introspect = async (
      authenticate: typeof oauth.ClientSecretBasic,
    ): Promise<oauth.IntrospectionResponse> => {
      const itself = authenticate(introspection.clientSecret);
      const response = await oauth.introspectionRequest(as, api, itself, token, insecure);
      return oauth.processIntrospectionResponse(as, api, response);
    };
    for (const authenticate of [oauth.ClientSecretBasic, oauth.ClientSecretPost])
      expect(await introspect(authenticate)).toMatchObject({
        active: true,
        iss: server,
        aud: resource,
        client_id: clientId,
      });

    expect((await deleteSecret(server, manager, clientId, secret.id)).status).toBe(204);
    expect(await introspect(oauth.ClientSecretBasic)).toEqual({ active: false });
    const refused = await tokenBy(as, authentication).catch((error: unknown) => error);
    // oauth4webapi reports the challenge of a 401 (RFC 6749 section 5.2), whose body says the rest.
    expect(refused).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  });
});
