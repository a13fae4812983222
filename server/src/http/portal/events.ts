import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { visibleAmong } from '../../domain/application/read-applications.ts';
import type { Actor } from '../../domain/audit/actor.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { actorOf, authenticate } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** What happens within this time is told together; with the second until usage is written, two at most. */
const tickMs = 500;
const heartbeatMs = 15_000;
const maxStreamsPerPerson = 20;

/**
 * Live updates of open pages, as server-sent events (WHATWG HTML section 9.2): `application` with a client ID when it, its
 * secrets or their use changed. They carry no content: the page reads it anew, and is refused what it may not see.
 * The stream ends with the session; it never counts as input (R6.3).
 */
export function registerEvents(app: PortalApp, deps: Deps): void {
  const open = new Map<string, Set<() => void>>();
  app.addHook('preClose', (done) => {
    for (const streams of open.values()) for (const end of streams) end();
    done();
  });

  app.get(
    '/events',
    {
      schema: {
        operationId: 'streamEvents',
        summary: 'Be told of changes, as server-sent events',
        tags: ['applications'],
        response: { 200: z.string().describe('text/event-stream'), ...problems },
      },
    },
    (request, reply) => {
      const actor = actorOf(request);
      if (actor.kind !== 'user') throw new KeyturnError('not-found');
      const streams = open.get(actor.id) ?? new Set();
      if (streams.size >= maxStreamsPerPerson) throw new KeyturnError('too-many-attempts', { seconds: 60 });
      open.set(actor.id, streams);
      const end = stream(deps, request, reply, () => {
        streams.delete(end);
        if (streams.size === 0) open.delete(actor.id);
      });
      streams.add(end);
    },
  );
}

function stream(deps: Deps, request: FastifyRequest, reply: FastifyReply, onEnd: () => void): () => void {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Reverse proxies would keep events back.
    'x-accel-buffering': 'no',
  });
  raw.write(': open\n\n');

  let changed = new Set<string>();
  let busy = false;
  let checkedAt = Date.now();
  const unsubscribe = deps.changes.subscribe((ids) => {
    for (const id of ids) changed.add(id);
  });

  async function tell(): Promise<void> {
    const isHeartbeat = Date.now() - checkedAt >= heartbeatMs;
    if (busy || (changed.size === 0 && !isHeartbeat)) return;
    busy = true;
    const ids = changed;
    changed = new Set();
    try {
      // Signed out, covered, disabled or without the role meanwhile: nothing more is told.
      const actor: Actor = await authenticate(deps, request);
      checkedAt = Date.now();
      const visible = ids.size === 0 ? [] : await visibleAmong(deps, actor, [...ids]);
      for (const id of visible)
        raw.write(`event: application\ndata: ${JSON.stringify({ clientId: id })}\n\n`);
      if (isHeartbeat) raw.write(': still here\n\n');
    } catch (error) {
      if (!(error instanceof KeyturnError)) request.log.warn({ err: error }, 'a stream of events ended');
      end();
    } finally {
      busy = false;
    }
  }

  const timer = setInterval(() => void tell(), tickMs);
  function end(): void {
    clearInterval(timer);
    unsubscribe();
    onEnd();
    raw.end();
  }
  raw.on('close', end);
  return end;
}
