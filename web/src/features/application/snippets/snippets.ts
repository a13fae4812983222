import { csharpToken } from './csharp.ts';
import { curlToken } from './curl.ts';
import { javaToken } from './java.ts';
import { nodeToken } from './node.ts';
import { phpToken } from './php.ts';
import { powershellToken } from './powershell.ts';
import { pythonToken } from './python.ts';
import type { TokenRequest } from './token-request.ts';

/** Code that gets an access token. None contains a client secret: each reads the variable CLIENT_SECRET. */
export const snippets: { id: string; language: string; code: (request: TokenRequest) => string }[] = [
  { id: 'curl', language: 'curl', code: curlToken },
  { id: 'python', language: 'Python', code: pythonToken },
  { id: 'java', language: 'Java', code: javaToken },
  { id: 'csharp', language: 'C#', code: csharpToken },
  { id: 'node', language: 'Node.js', code: nodeToken },
  { id: 'php', language: 'PHP', code: phpToken },
  { id: 'powershell', language: 'PowerShell', code: powershellToken },
];
