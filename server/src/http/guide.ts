import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { escapeHtml } from '../escape-html.ts';
import { text } from '../messages.ts';
import { renderErrors } from './guide-errors.ts';
import { renderPlainPage } from './plain-page.ts';

/** The built-in API authentication guide, which errors link unless the operator names one of their own (R2.6). */
export function registerGuide(app: FastifyInstance, config: Config): void {
  app.get('/guide', { schema: { hide: true } }, (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .send(renderGuide(config)),
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
  return renderPlainPage(
    text('guide.title', operator),
    `<h1>${escapeHtml(text('guide.title', operator))}</h1>
<p>${escapeHtml(text('guide.intro', operator))}</p>
<pre>${escapeHtml(request)}</pre>
<p>${escapeHtml(text('guide.use'))}</p>
<pre>${escapeHtml(check)}</pre>
<p>${escapeHtml(text('guide.reuse'))}</p>
<h1>${escapeHtml(text('guide.errors-title'))}</h1>
<p>${escapeHtml(text('guide.errors-intro'))}</p>
${renderErrors(operator)}`,
  );
}
