import type { TokenRequest } from './token-request.ts';

type Options = TokenRequest & {
  connectivityUrl: string;
  /** What the collection and its two requests are called. */
  names: { collection: string; token: string; check: string };
};

/**
 * A collection for Postman: gets an access token, then checks it. The client secret is a variable without a value.
 * @see https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
 */
export function postmanCollection({ tokenUrl, clientId, resource, connectivityUrl, names }: Options) {
  const fields = {
    grant_type: 'client_credentials',
    client_id: '{{clientId}}',
    client_secret: '{{clientSecret}}',
    resource: '{{resource}}',
  };
  const urlencoded = Object.entries(fields).map(([key, value]) => ({ key, value, type: 'text' }));
  return {
    info: {
      name: names.collection,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: [
      {
        name: names.token,
        event: [{ listen: 'test', script: { type: 'text/javascript', exec: keepToken } }],
        request: { method: 'POST', url: '{{tokenUrl}}', body: { mode: 'urlencoded', urlencoded } },
      },
      {
        name: names.check,
        request: {
          method: 'GET',
          url: '{{connectivityUrl}}',
          auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}', type: 'string' }] },
        },
      },
    ],
    variable: [
      { key: 'tokenUrl', value: tokenUrl },
      { key: 'connectivityUrl', value: connectivityUrl },
      { key: 'clientId', value: clientId },
      { key: 'resource', value: resource },
      { key: 'clientSecret', value: '' },
      { key: 'accessToken', value: '' },
    ],
  };
}

const keepToken = ["pm.collectionVariables.set('accessToken', pm.response.json().access_token);"];
