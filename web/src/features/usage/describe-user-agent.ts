import { text } from '../../lib/messages.ts';

/** As the server names the callers that it could not count one by one. */
export const otherUserAgents = '(other)';

const known: [pattern: RegExp, name: string][] = [
  [/^python-requests\b/i, 'Python (requests)'],
  [/^(?:python-httpx|httpx)\b/i, 'Python (httpx)'],
  [/^python-urllib\b/i, 'Python (urllib)'],
  [/^aiohttp\b|\baiohttp\//i, 'Python (aiohttp)'],
  [/^java-http-client\b/i, 'Java (HttpClient)'],
  [/^apache-httpclient\b/i, 'Java (Apache HttpClient)'],
  [/^java\//i, 'Java'],
  [/^okhttp\b/i, 'Java or Kotlin (OkHttp)'],
  [/^node\b|^undici\b/i, 'Node.js'],
  [/^axios\b/i, 'Node.js (axios)'],
  [/^guzzlehttp\b/i, 'PHP (Guzzle)'],
  [/\b(?:windows)?powershell\//i, 'PowerShell'],
  [/^go-http-client\b/i, 'Go'],
  [/^ruby\b/i, 'Ruby'],
  [/^curl\//i, 'curl'],
  [/^wget\//i, 'Wget'],
  [/^postmanruntime\b/i, 'Postman'],
];

/** Whose program it is, in words that people recognise their system by; its own name when it is not known. */
export function describeUserAgent(userAgent: string): string {
  const trimmed = userAgent.trim();
  if (trimmed === '') return text('web.usage.agent-none');
  if (trimmed === otherUserAgents) return text('web.usage.agent-other');
  const name = known.find(([pattern]) => pattern.test(trimmed))?.[1];
  if (name !== undefined) return name;
  // Every browser says that it is Mozilla.
  if (trimmed.startsWith('Mozilla/')) return text('web.usage.agent-browser');
  return /^[^\s/(]+/.exec(trimmed)?.[0] ?? trimmed;
}
