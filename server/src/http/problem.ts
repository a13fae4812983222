import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '@keyturn/contract';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { databaseFailure } from '../domain/database-failure.ts';
import { KeyturnError, type ErrorCode, type FieldProblem } from '../domain/errors.ts';
import { text } from '../messages.ts';
import { readBearer } from './bearer.ts';

const statuses: Record<ErrorCode, number> = {
  'invalid-request': 400,
  'malformed-body': 400,
  'malformed-url': 400,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  unauthenticated: 401,
  'no-longer-authenticated': 401,
  'sign-in-failed': 401,
  'code-wrong': 401,
  'code-used': 401,
  'too-many-attempts': 429,
  'passkey-failed': 401,
  'session-covered': 403,
  'terms-not-accepted': 403,
  'terms-outdated': 409,
  'set-up-link-invalid': 410,
  'set-up-link-expired': 410,
  'password-reset-link-invalid': 410,
  'password-too-short': 400,
  'password-weak': 400,
  'password-wrong': 401,
  'too-many-factors': 409,
  'foreign-origin': 403,
  'wrong-host': 421,
  forbidden: 403,
  'not-found': 404,
  'name-taken': 409,
  'credential-name-taken': 409,
  'too-many-secrets': 409,
  'expires-too-early': 400,
  'expires-too-late': 400,
  'replaced-secret-unknown': 400,
  'replacement-circular': 409,
  'successor-exists': 409,
  'secret-deleted': 409,
  'secrets-changed': 412,
  'disabled-by-operator': 403,
  'fresh-factor-required': 403,
  'application-disabled': 409,
  'operator-client-name-taken': 409,
  'email-taken': 409,
  'account-closed': 409,
  'account-disabled': 409,
  'account-has-factor': 409,
  'last-operator': 409,
  'operator-unknown': 404,
  'id-taken': 409,
  'record-changed': 412,
  'import-changed': 412,
  'operator-organisation': 409,
  'logo-unrecognised': 400,
  'mail-not-failed': 409,
  'mail-incomplete': 409,
  'job-in-future': 400,
  'signing-key-unknown': 404,
  'outcome-unknown': 503,
  unavailable: 503,
  internal: 500,
};

/**
 * Answers any error as problem details (RFC 9457); an unknown one as a fixed 500 whose cause is only logged.
 * @param extension members of this kind of problem alone
 */
export function sendProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
  extension: object = {},
): FastifyReply {
  const known = toKeyturnError(error, request);
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed');
  if (known.code === 'unavailable' || known.code === 'outcome-unknown') {
    request.log.warn({ err: error }, 'database unavailable');
    void reply.header('retry-after', '1');
  }
  if (known.code === 'unauthenticated') void reply.header('www-authenticate', challenge(request));
  const status = statuses[known.code];
  const problem: Problem = {
    type: `urn:keyturn:problem:${known.code}`,
    title: text(`problem.${known.code}.title`),
    status,
    detail: known.publicMessage,
    code: known.code,
    ...(known.fields.length === 0 ? {} : { errors: known.fields }),
    requestId: request.id,
  };
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...problem, ...extension });
}

/** RFC 6750 section 3.1: an error code only when there was a token. */
const challenge = ({ headers }: FastifyRequest): string =>
  readBearer(headers.authorization) === null ? 'Bearer' : 'Bearer error="invalid_token"';

function toKeyturnError(error: FastifyError | Error, request: FastifyRequest): KeyturnError {
  if (error instanceof KeyturnError) return error;
  const failure = databaseFailure(error);
  if (failure !== null) return new KeyturnError(failure);
  if (hasZodFastifySchemaValidationErrors(error))
    return new KeyturnError('invalid-request', {}, error.validation.map(fieldProblem));
  const code = 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new KeyturnError('payload-too-large', { max: request.routeOptions.bodyLimit });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new KeyturnError('unsupported-media-type');
  if (code === 'FST_ERR_BAD_URL') return new KeyturnError('malformed-url');
  // No identifier is as long as what is refused so.
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return new KeyturnError('not-found');
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) return new KeyturnError('malformed-body');
  return new KeyturnError('internal', { requestId: request.id });
}

const fieldProblem = (issue: { instancePath: string; message?: string }): FieldProblem => ({
  path: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
  message: issue.message ?? '',
});
