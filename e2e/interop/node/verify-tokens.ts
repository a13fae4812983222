import { createInterface } from 'node:readline';

/**
 * Verifies access tokens with the code of docs/api-owners.md, the module that the first argument names. Answers each line
 * of standard input, an access token, with one of {"clientId": …} or {"error": …}.
 */
type Snippet = { verifyAccessToken: (token: string) => Promise<{ client_id: string }> };

const { verifyAccessToken } = (await import(process.argv[2] ?? '')) as Snippet;
for await (const token of createInterface(process.stdin)) {
  const outcome = await verifyAccessToken(token).then(
    ({ client_id: clientId }) => ({ clientId }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
