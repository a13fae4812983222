import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Headers that keep browsers from running, framing or sniffing anything of ours. `styleHash`: of the guide's style. */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  options: { https: boolean; styleHash: string },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", `'${options.styleHash}'`],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        // A mail's page (`portal/mail-page.ts`); every other one of ours refuses to be framed.
        'frame-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: options.https && { maxAge: 63_072_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
