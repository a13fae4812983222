import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the built web page lies: `npm run build` makes it. */
const webDirectory = join(import.meta.dirname, '../../../web/dist');

/** The addresses of the portal's pages; the page itself shows what belongs there. */
const pages = ['/', '/sign-in', '/set-up', '/manage-api-credentials'];

const hasWebPage = (): boolean => existsSync(join(webDirectory, 'index.html'));

/** The portal's web page: one document for every page, and files whose names change with their content. */
export async function registerStaticWeb(app: FastifyInstance): Promise<void> {
  if (!hasWebPage()) {
    app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/guide'));
    return;
  }
  await app.register(fastifyStatic, {
    root: join(webDirectory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    index: false,
  });
  for (const page of pages)
    app.get(page, { schema: { hide: true } }, (_request, reply) =>
      reply.sendFile('index.html', webDirectory, { maxAge: 0, immutable: false, cacheControl: false }),
    );
}
