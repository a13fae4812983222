import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { cacheChannel } from './cache-head.ts';
import type { Tx } from './db.ts';

const channel = 'keyturn_application_changed';
const settingsChannel = 'keyturn_settings_changed';
const reconnectMs = 1_000;
const farewellMs = 1_000;

/** Tells every server, once the transaction commits, that these applications changed. */
export const notifyChanges = (tx: Tx, applicationIds: string[]): Promise<unknown> =>
  sql`select pg_notify(${channel}, id) from unnest(${applicationIds}::text[]) as id`.execute(tx);

/** Tells every server, once the transaction commits, that what operators set changed. */
export const notifySettings = (tx: Tx): Promise<unknown> =>
  sql`select pg_notify(${settingsChannel}, '')`.execute(tx);

/** The applications that these client secrets belong to. */
export async function applicationsOfSecrets(tx: Tx, secretIds: string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('client_secret')
    .select('application_id')
    .distinct()
    .where('id', 'in', secretIds)
    .execute();
  return rows.map(({ application_id }) => application_id);
}

type Hears = {
  onChange: (applicationId: string) => void;
  onSettings: () => void;
  /** What servers keep in memory was changed, by this revision. */
  onRevision: (revision: number) => void;
  /** It hears from now on; what happened in a time before was not heard. */
  onGap: () => void;
};

type Times = {
  /** So often it is asked whether the connection died without a word, behind a firewall or with its server. */
  everyMs: number;
  answerMs: number;
};

/**
 * Hears what other servers on the same PostgreSQL change. A connection that breaks, hangs or cannot be made is made
 * anew.
 * @returns ends it, within some seconds also when PostgreSQL does not answer
 */
export function listenForChanges(
  connectionString: string,
  hears: Hears,
  { everyMs = 30_000, answerMs = 5_000 }: Partial<Times> = {},
): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;

  async function listen(): Promise<void> {
    while (!signal.aborted) {
      await listenOnce(connectionString, hears, { everyMs, answerMs }, signal).catch(() => undefined);
      await wait(reconnectMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const ended = listen();
  return async () => {
    stop.abort();
    await ended;
  };
}

/** Listens on one connection until that is of no use any more. */
async function listenOnce(
  connectionString: string,
  { onChange, onSettings, onRevision, onGap }: Hears,
  { everyMs, answerMs }: Times,
  signal: AbortSignal,
): Promise<void> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString,
    stream: () => socket,
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'keyturn changes',
  });
  const broken = new AbortController();
  client.on('error', () => broken.abort());
  client.on('end', () => broken.abort());
  client.on('notification', ({ channel: heard, payload }) => {
    if (heard === cacheChannel) onRevision(Number(payload));
    else if (heard === settingsChannel) onSettings();
    else if (payload !== undefined) onChange(payload);
  });
  const over = AbortSignal.any([signal, broken.signal]);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    await client.query(`listen ${settingsChannel}`);
    await client.query(`listen ${cacheChannel}`);
    onGap();
    while (!over.aborted) {
      await wait(everyMs, undefined, { signal: over });
      await client.query('select 1');
    }
  } finally {
    // One that died without a word answers no farewell.
    await Promise.race([client.end().catch(() => undefined), wait(farewellMs, undefined, { ref: false })]);
    socket.destroy();
  }
}
