import type { TokenRequest } from './token-request.ts';

/** A command that gets an access token; it reads the client secret from the environment, where no history keeps it. */
export const curlToken = ({ tokenUrl, clientId, resource }: TokenRequest): string =>
  [
    'curl --data grant_type=client_credentials',
    `--data client_id=${clientId}`,
    '--data-urlencode "client_secret=$CLIENT_SECRET"',
    `--data-urlencode ${shellQuoted(`resource=${resource}`)}`,
    shellQuoted(tokenUrl),
  ].join(' \\\n  ');

/** A command that tells whether an access token works, and which client secret it belongs to. */
export const curlCheck = (connectivityUrl: string): string =>
  ['curl -H "Authorization: Bearer $ACCESS_TOKEN"', shellQuoted(connectivityUrl)].join(' \\\n  ');

/** For POSIX shells; in quotes only when there is need. */
const shellQuoted = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
