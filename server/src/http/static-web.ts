import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where the built web page lies: `npm run build` makes it. */
const webDirectory = join(import.meta.dirname, '../../../web/dist');

/** The addresses of the portal's pages; the page itself shows what belongs there. */
const pages = [
  '/',
  '/sign-in',
  '/set-up',
  '/forgot-password',
  '/reset-password',
  '/terms',
  '/manage-api-credentials',
  '/notifications',
  '/notifications/previews',
  '/operator',
  // Which of these there are the page knows.
  '/operator/*',
  '/account',
];

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
  for (const page of pages) app.get(page, { schema: { hide: true } }, (_request, reply) => sendPage(reply));
}

/** Answers somebody who follows a link that leads nowhere with the page, which says so; false for anybody else. */
export function sendPageNotFound(request: FastifyRequest, reply: FastifyReply): boolean {
  const isNavigation = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
  if (!isNavigation || !hasWebPage()) return false;
  sendPage(reply.code(404));
  return true;
}

const sendPage = (reply: FastifyReply): FastifyReply =>
  reply.sendFile('index.html', webDirectory, { maxAge: 0, immutable: false, cacheControl: false });
