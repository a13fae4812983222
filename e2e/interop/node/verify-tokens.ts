import { text } from 'node:stream/consumers';

/**
 * Verifies access tokens with the code of docs/api-owners.md, the module that the first argument names. Reads a JSON array
 * of tokens from standard input, and answers one of {"clientId": …} or {"error": …} for each.
 */
type Snippet = { verifyAccessToken: (token: string) => Promise<{ client_id: string }> };

const { verifyAccessToken } = (await import(process.argv[2] ?? '')) as Snippet;
const tokens = JSON.parse(await text(process.stdin)) as string[];
const results: { clientId?: string; error?: string }[] = [];
for (const token of tokens)
  results.push(
    await verifyAccessToken(token).then(
      ({ client_id: clientId }) => ({ clientId }),
      (error: unknown) => ({ error: String(error) }),
    ),
  );
process.stdout.write(JSON.stringify(results));
