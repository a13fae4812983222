/** A command that gets an access token and reads the client secret from the environment, where no history keeps it. */
export const tokenCommand = (tokenUrl: string, clientId: string, resource: string): string =>
  [
    'curl -d grant_type=client_credentials',
    `-d client_id=${clientId}`,
    '-d "client_secret=$CLIENT_SECRET"',
    `-d resource=${resource}`,
    tokenUrl,
  ].join(' \\\n  ');

/** A command that tells whether an access token works, and which client secret it belongs to. */
export const checkCommand = (connectivityUrl: string): string =>
  ['curl -H "Authorization: Bearer $ACCESS_TOKEN"', connectivityUrl].join(' \\\n  ');
