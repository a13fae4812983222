import type { MiddlewareHandler } from 'hono';
import { AccessTokenError } from './access-token-error.ts';
import type { AccessToken, Requirements, Verifier } from './create-verifier.ts';

/** A middleware that lets a request pass with an access token that is accepted, and answers it otherwise. */
export const requireAccessToken =
  (
    verifier: Verifier,
    requirements?: Requirements,
  ): MiddlewareHandler<{ Variables: { accessToken: AccessToken } }> =>
  async (context, next) => {
    let accessToken: AccessToken;
    try {
      accessToken = await verifier.authenticate(context.req.header('authorization'), requirements);
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      const { status, headers, body } = error;
      return body === null ? context.body(null, status, headers) : context.json(body, status, headers);
    }
    context.set('accessToken', accessToken);
    await next();
    return undefined;
  };
