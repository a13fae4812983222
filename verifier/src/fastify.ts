import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessTokenError } from './access-token-error.ts';
import type { AccessToken, Requirements, Verifier } from './create-verifier.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireAccessToken` of @keyturn/verifier. */
    accessToken?: AccessToken;
  }
}

/** An `onRequest` hook that lets a request pass with an access token that is accepted, and answers it otherwise. */
export const requireAccessToken =
  (verifier: Verifier, requirements?: Requirements) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    try {
      request.accessToken = await verifier.authenticate(request.headers.authorization, requirements);
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      await reply
        .code(error.status)
        .headers(error.headers)
        .send(error.body ?? undefined);
    }
  };
