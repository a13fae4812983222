import { quoted, type TokenRequest } from './token-request.ts';

/** Node.js 18 or later, as an ECMAScript module. */
export const nodeToken = ({
  tokenUrl,
  clientId,
  resource,
}: TokenRequest): string => `const response = await fetch(${quoted(tokenUrl)}, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: ${quoted(clientId)},
    client_secret: process.env.CLIENT_SECRET,
    resource: ${quoted(resource)},
  }),
});
if (!response.ok) throw new Error(await response.text());
const { access_token: accessToken } = await response.json();
`;
