import type { FastifyReply, FastifyRequest } from 'fastify';
import { visibleAmong } from '../../domain/application/read-applications.ts';
import type { Actor } from '../../domain/audit/actor.ts';
import type { Changed } from '../../domain/change-hub.ts';
import { managedBy, whoManages } from '../../domain/credential-manager/who-manages.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { seesEveryApplication } from '../../domain/policy.ts';
import { authenticate } from './authenticate.ts';

/** What happens within this time is told together: with the second until usage is written, two at most (R1.8). */
const tickMs = 250;
const heartbeatMs = 15_000;
const maxStreamsPerPerson = 20;

type User = Extract<Actor, { kind: 'user' }>;
type Managers = Awaited<ReturnType<typeof whoManages>>;

export type EventStreams = {
  /** @throws KeyturnError `too-many-attempts` */
  open(user: User, request: FastifyRequest, reply: FastifyReply): Promise<void>;
  endAll(): void;
};

type Stream = {
  user: User;
  /** What a member manages, as far as this page was told. */
  managed: Set<string>;
  request: FastifyRequest;
  raw: FastifyReply['raw'];
  checkedAt: number;
};

/**
 * The open streams of this process. Whom changes concern is asked for once for all of them, and only those are
 * authenticated anew: anybody who knows a client ID can cause a change of its application every second.
 */
export function createEventStreams(deps: Deps): EventStreams {
  const streams = new Set<Stream>();
  let changed: Changed = new Set();
  let busy = false;
  let stop: (() => void) | null = null;

  function start(): () => void {
    changed = new Set();
    const unsubscribe = deps.changes.subscribe((news) => {
      changed =
        changed === 'everything' || news === 'everything' ? 'everything' : new Set([...changed, ...news]);
    });
    const timer = setInterval(() => void tick(), tickMs);
    return () => {
      unsubscribe();
      clearInterval(timer);
    };
  }

  function end(stream: Stream): void {
    if (!streams.delete(stream)) return;
    stream.raw.end();
    if (streams.size > 0) return;
    stop?.();
    stop = null;
  }

  async function tick(): Promise<void> {
    if (busy) return;
    busy = true;
    const news = changed;
    changed = new Set();
    try {
      const ids = news === 'everything' ? [] : [...news];
      const managers = ids.length === 0 ? new Map<string, Set<string>>() : await whoManages(deps, ids);
      await Promise.all([...streams].map((stream) => tell(stream, concernOf(stream, news, managers))));
    } catch (error) {
      deps.log.warn({ err: error }, 'what changed could not be told');
      changed = 'everything';
    } finally {
      busy = false;
    }
  }

  async function tell(stream: Stream, concern: Changed): Promise<void> {
    const isHeartbeat = Date.now() - stream.checkedAt >= heartbeatMs;
    if (concern !== 'everything' && concern.size === 0 && !isHeartbeat) return;
    try {
      // Signed out, covered, disabled or before new terms meanwhile: nothing more is told.
      const actor = await authenticate(deps, stream.request);
      stream.checkedAt = Date.now();
      const events = await eventsOf(stream, actor, concern);
      if (streams.has(stream)) stream.raw.write(isHeartbeat ? `${events}: still here\n\n` : events);
    } catch (error) {
      if (!(error instanceof KeyturnError)) deps.log.warn({ err: error }, 'a stream of events ended');
      end(stream);
    }
  }

  async function eventsOf(stream: Stream, actor: Actor, concern: Changed): Promise<string> {
    if (concern === 'everything') {
      stream.managed = await managedBy(deps, stream.user.id);
      return 'event: everything\ndata: {}\n\n';
    }
    const visible = concern.size === 0 ? [] : await visibleAmong(deps, actor, [...concern]);
    for (const id of visible) stream.managed.add(id);
    return visible
      .map((clientId) => `event: application\ndata: ${JSON.stringify({ clientId })}\n\n`)
      .join('');
  }

  return {
    async open(user, request, reply) {
      const managed = await managedBy(deps, user.id);
      const own = [...streams].filter((stream) => stream.user.id === user.id);
      if (own.length >= maxStreamsPerPerson) throw new KeyturnError('too-many-attempts', { seconds: 60 });
      const { raw } = reply.hijack();
      const stream = { user, managed, request, raw, checkedAt: Date.now() };
      stop ??= start();
      streams.add(stream);
      raw.on('close', () => end(stream));
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Reverse proxies would keep events back.
        'x-accel-buffering': 'no',
      });
      raw.write(': open\n\n');
    },
    endAll() {
      for (const stream of streams) end(stream);
    },
  };
}

/** What of the news concerns the person of a stream; that a role was taken away changes all that they see. */
function concernOf({ user, managed }: Stream, news: Changed, managers: Managers): Changed {
  if (news === 'everything' || seesEveryApplication(user)) return news;
  const manages = (id: string): boolean => managers.get(id)?.has(user.id) === true;
  return [...news].some((id) => managed.has(id) && !manages(id))
    ? 'everything'
    : new Set([...news].filter(manages));
}
