import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { OAuthError, type OAuthErrorCode } from '../../domain/access-token/oauth-error.ts';
import { databaseFailure } from '../../domain/database-failure.ts';

const statuses: Record<OAuthErrorCode, number> = {
  invalid_request: 400,
  invalid_client: 401,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  unsupported_response_type: 400,
  temporarily_unavailable: 503,
  server_error: 500,
};

/** Answers any error of the token service as RFC 6749 section 5.2 has it; an unknown one as a fixed 500. */
export function sendOAuthError(
  config: Config,
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
  status?: number,
): FastifyReply {
  const known = toOAuthError(error, request);
  if (known.error === 'server_error') request.log.error({ err: error }, 'token service failed');
  if (known.error === 'temporarily_unavailable') {
    request.log.warn({ err: error }, 'database unavailable');
    void reply.header('retry-after', '1');
  }
  if (known.error === 'invalid_client')
    void reply.header('www-authenticate', `Basic realm="${config.publicUrl}"`);
  return withoutStore(reply)
    .code(status ?? (tooLarge(error) ? 413 : statuses[known.error]))
    .send({
      error: known.error,
      error_description: known.description,
      error_uri: errorUri(config, known.error),
    });
}

/** Where an error is explained: the operator's API authentication guide (R2.6). */
export const errorUri = (config: Pick<Config, 'apiGuideUrl'>, code: string): string =>
  config.apiGuideUrl.includes('#') ? config.apiGuideUrl : `${config.apiGuideUrl}#${code}`;

/** RFC 6749 section 5.1: nothing that carries or concerns credentials is stored on the way. */
export const withoutStore = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'no-store').header('pragma', 'no-cache');

function toOAuthError(error: FastifyError | Error, request: FastifyRequest): OAuthError {
  if (error instanceof OAuthError) return error;
  if (databaseFailure(error) !== null) return new OAuthError('temporarily_unavailable', 'oauth.unavailable');
  if (tooLarge(error)) return new OAuthError('invalid_request', 'oauth.body-too-large');
  const code = 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new OAuthError('invalid_request', 'oauth.content-type');
  // A Content-Length that disagrees with the body, and what else Fastify refuses before a route runs.
  if ('statusCode' in error && error.statusCode === 400)
    return new OAuthError('invalid_request', 'oauth.body-malformed');
  return new OAuthError('server_error', 'oauth.server-error', { requestId: request.id });
}

const tooLarge = (error: FastifyError | Error): boolean =>
  'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
