import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { OAuthError } from '../domain/access-token/oauth-error.ts';
import { sendOAuthError } from './oauth/oauth-errors.ts';
import { sendProblem } from './problem.ts';

const tokenPath = /\/oauth2\/(v2\.0\/)?token$/;

/**
 * Answers a request whose path leads to no route because it does not decode or a part of it is too long: problem
 * details, but where a token endpoint is meant as the token service does, as OAuth clients read nothing else. The only
 * variable part of its path is the tenant.
 */
export const refuseUnroutable =
  (config: Config) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [path = ''] = request.url.split('?', 1);
    return tokenPath.test(path)
      ? sendOAuthError(config, new OAuthError('invalid_request', 'oauth.unknown-tenant'), request, reply)
      : sendProblem(error, request, reply);
  };
