import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessTokenError } from './access-token-error.ts';
import type { AccessToken, Requirements, Verifier } from './create-verifier.ts';

declare global {
  namespace Express {
    interface Request {
      /** Set by `requireAccessToken` of @keyturn/verifier. */
      accessToken?: AccessToken;
    }
  }
}

type Request = IncomingMessage & { accessToken?: AccessToken };

/** A middleware that lets a request pass with an access token that is accepted, and answers it otherwise. */
export const requireAccessToken =
  (verifier: Verifier, requirements?: Requirements) =>
  async (request: Request, response: ServerResponse, next: (error?: unknown) => void): Promise<void> => {
    try {
      request.accessToken = await verifier.authenticate(request.headers.authorization, requirements);
    } catch (error) {
      if (error instanceof AccessTokenError) return answer(response, error);
      return next(error);
    }
    next();
  };

function answer(response: ServerResponse, { status, headers, body }: AccessTokenError): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body !== null) response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(body === null ? undefined : JSON.stringify(body));
}
