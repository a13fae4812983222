import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { escapeHtml } from '../escape-html.ts';
import { text } from '../messages.ts';

const errorCodes = [
  'invalid_client',
  'invalid_target',
  'invalid_scope',
  'invalid_request',
  'unsupported_grant_type',
  'unauthorized_client',
  'invalid_token',
  'temporarily_unavailable',
  'server_error',
] as const;

const style =
  ':root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}body{max-width:44rem;margin:3rem auto;padding:0 1.25rem}h1{line-height:1.2}h2{margin-block:2rem .25rem;font:600 1.0625rem ui-monospace,monospace}pre,code{font:.9375rem ui-monospace,monospace}pre{padding:1rem;overflow-x:auto;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem}:target{outline:2px solid;outline-offset:.5rem}';

/** For the content security policy: the guide's style is the only one there is. */
export const guideStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** The built-in API authentication guide, which errors link unless the operator names one of their own (R2.6). */
export function registerGuide(app: FastifyInstance, config: Config): void {
  const page = renderGuide(config);
  app.get('/guide', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'public, max-age=300').send(page),
  );
}

function renderGuide(config: Config): string {
  const operator = { operator: config.operatorName, support: config.supportEmail };
  const request = [
    'curl -d grant_type=client_credentials',
    '-d client_id=$CLIENT_ID',
    '-d client_secret=$CLIENT_SECRET',
    '-d resource=$RESOURCE',
    `${config.publicUrl}/oauth2/token`,
  ].join(' \\\n  ');
  const check = ['curl -H "Authorization: Bearer $ACCESS_TOKEN"', `${config.publicUrl}/connectivity`].join(
    ' \\\n  ',
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(text('guide.title', operator))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(text('guide.title', operator))}</h1>
<p>${escapeHtml(text('guide.intro', operator))}</p>
<pre>${escapeHtml(request)}</pre>
<p>${escapeHtml(text('guide.use'))}</p>
<pre>${escapeHtml(check)}</pre>
<p>${escapeHtml(text('guide.reuse'))}</p>
<h1>${escapeHtml(text('guide.errors-title'))}</h1>
<p>${escapeHtml(text('guide.errors-intro'))}</p>
${errorCodes.map((code) => `<section id="${code}">\n<h2>${code}</h2>\n<p>${escapeHtml(text(`guide.${code}`, operator))}</p>\n</section>`).join('\n')}
</main>
</body>
</html>
`;
}
