/** An API of the matrix, by what its access tokens are signed with. */
export type Api = { algorithm: 'ES256' | 'RS256'; id: string; identifier: string };

export const apis: [Api, Api] = [
  { algorithm: 'ES256', id: '3b000000-0000-4000-8000-000000000001', identifier: 'https://es256.example.org' },
  { algorithm: 'RS256', id: '3b000000-0000-4000-8000-000000000002', identifier: 'https://rs256.example.org' },
];

/** An API that the operator set up for code that was written for Entra: RS256, and the type `JWT`. */
export const apiAsAtEntra: Api = {
  algorithm: 'RS256',
  id: '3b000000-0000-4000-8000-000000000003',
  identifier: 'https://as-at-entra.example.org',
};

/** How a client sends its client secret. */
export const authentications = ['client_secret_basic', 'client_secret_post'] as const;
export type Authentication = (typeof authentications)[number];

/** The ways in which clients ask for an access token: an endpoint, and the parameter that names the API. */
export const tokenForms = [
  { endpoint: '/oauth2/token', names: 'resource' },
  { endpoint: '/oauth2/token', names: 'scope' },
  { endpoint: '/{tenant}/oauth2/token', names: 'resource' },
  { endpoint: '/{tenant}/oauth2/v2.0/token', names: 'scope' },
] as const;
export type TokenForm = (typeof tokenForms)[number];

/** What a client library is told, as its documentation has it; each takes what it needs. */
export type Settings = {
  clientId: string;
  clientSecret: string;
  authentication: Authentication;
  /** By whose metadata the client finds the token endpoint. */
  issuer: string;
  /** The tenant’s own address, which Microsoft’s libraries call authority. */
  authority: string;
  tokenUrl: string;
  /** `resource` or `scope`, naming the API. */
  parameters: { resource: string } | { scope: string };
};

export const settingsFor = (
  server: { url: string; tenantId: string; client: { clientId: string; clientSecret: string } },
  form: TokenForm,
  authentication: Authentication,
  { identifier }: Pick<Api, 'identifier'>,
): Settings => {
  const authority = `${server.url}/${server.tenantId}`;
  return {
    ...server.client,
    authentication,
    issuer: {
      '/oauth2/token': server.url,
      '/{tenant}/oauth2/token': authority,
      '/{tenant}/oauth2/v2.0/token': `${authority}/v2.0`,
    }[form.endpoint],
    authority,
    tokenUrl: server.url + form.endpoint.replace('{tenant}', server.tenantId),
    parameters: form.names === 'resource' ? { resource: identifier } : { scope: `${identifier}/.default` },
  };
};
