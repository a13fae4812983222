import { descriptions } from './descriptions.ts';

/** Why an access token, or a request without one, is refused. */
export type AccessTokenErrorCode = keyof typeof descriptions;

/** The codes of RFC 6750 section 3.1. */
type BearerError = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

type Options = { realm?: string; scope?: string; cause?: unknown };

/**
 * A refusal, ready to be answered: `status`, `headers` with the challenge of RFC 6750 section 3, and `body`. `cause` is
 * for logs; nothing of it is in the answer.
 */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
  readonly code: AccessTokenErrorCode;
  readonly status: 400 | 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** null: nothing is told to who sent no token. */
  readonly body: { error: string; error_description: string } | null;

  constructor(code: AccessTokenErrorCode, { realm, scope, cause }: Options = {}) {
    super(descriptions[code], { cause });
    this.code = code;
    const { status, error } = kindOf(code);
    this.status = status;
    this.body = code === 'token-missing' ? null : { error, error_description: descriptions[code] };
    this.headers =
      status === 503
        ? { 'cache-control': 'no-store', 'retry-after': '2' }
        : { 'cache-control': 'no-store', 'www-authenticate': challenge(realm, this.body, scope) };
  }
}

/** The token may be good: who asks again a little later can be told. */
export const unavailable = (cause: unknown): AccessTokenError =>
  new AccessTokenError('unavailable', { cause });

function kindOf(code: AccessTokenErrorCode): {
  status: AccessTokenError['status'];
  error: BearerError | 'temporarily_unavailable';
} {
  if (code === 'unavailable') return { status: 503, error: 'temporarily_unavailable' };
  if (code === 'request-malformed') return { status: 400, error: 'invalid_request' };
  if (code === 'role-missing') return { status: 403, error: 'insufficient_scope' };
  return { status: 401, error: 'invalid_token' };
}

/**
 * RFC 6750 section 3: no error when the request carried no token; `scope` names what is missing. Nothing in it comes
 * from the request, so that no quote can break out.
 */
const challenge = (
  realm: string | undefined,
  body: AccessTokenError['body'],
  scope: string | undefined,
): string => {
  const parameters = {
    realm,
    error: body?.error,
    error_description: body?.error_description,
    scope,
  };
  const written = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  return written.length === 0 ? 'Bearer' : `Bearer ${written.join(', ')}`;
};
