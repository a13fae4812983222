import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';

/** One line a request, once it is answered: what was asked, the answer, and how many milliseconds that took. */
class RequestLog extends LogController {
  override incomingRequest(): void {
    // Told with the answer.
  }

  override requestCompleted(err: Error | null | undefined, req: FastifyRequest, res: FastifyReply): void {
    const told = { req, res, responseTime: res.elapsedTime };
    if (err instanceof Error) res.log.error({ ...told, err }, 'request errored');
    else res.log.info(told, 'request completed');
  }
}

export const requestLog = new RequestLog();
