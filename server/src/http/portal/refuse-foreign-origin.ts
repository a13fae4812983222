import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { KeyturnError } from '../../domain/errors.ts';

const safeMethods = new Set(['GET', 'HEAD']);

/**
 * Refuses changes that another site causes: browsers send the cookie along, but cannot hide the Origin.
 * @throws KeyturnError `foreign-origin`
 */
export function refuseForeignOrigin({ publicUrl }: Pick<Config, 'publicUrl'>, request: FastifyRequest): void {
  // The demo answers to both names of this machine.
  const origin = request.headers.origin?.replace(/^http:\/\/127\.0\.0\.1(?=:|$)/, 'http://localhost');
  if (safeMethods.has(request.method) || origin === publicUrl) return;
  throw new KeyturnError('foreign-origin', { origin: publicUrl });
}
