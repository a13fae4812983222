import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import type { RequestOrigin } from '../../domain/session/device.ts';

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** `__Host-` binds a cookie to this host over https; Safari drops `Secure` cookies on loopback http. */
export const sessionCookieName = (publicUrl: string): string =>
  isHttps(publicUrl) ? '__Host-keyturn_session' : 'keyturn_session';

const cookieOptions = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(publicUrl) }) as const;

type Configured = { config: Pick<Config, 'publicUrl'> };

/** The value of the session cookie that a browser sent. */
export const readSessionCookie = ({ config }: Configured, request: FastifyRequest): string | undefined =>
  request.cookies[sessionCookieName(config.publicUrl)];

export const setSessionCookie = ({ config }: Configured, reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(sessionCookieName(config.publicUrl), token, cookieOptions(config.publicUrl));

export const clearSessionCookie = ({ config }: Configured, reply: FastifyReply): FastifyReply =>
  reply.clearCookie(sessionCookieName(config.publicUrl), cookieOptions(config.publicUrl));

/** Where a request comes from. */
export const originOf = (request: FastifyRequest): RequestOrigin => ({
  address: request.ip,
  userAgent: request.headers['user-agent'] ?? '',
});
