/**
 * The process that loads a server: takes orders from its parent. Lean, because it shares the machine with what it
 * measures (ADR 18).
 */
import { createLatencyCounts } from './latency-counts.ts';
import { openConnection, type Connection } from './connection.ts';
import type { LoadOrder, LoadResult, RequestsOrder } from './load-orders.ts';

const requestsByName = new Map<string, Buffer[]>();

process.on('message', (order: RequestsOrder | LoadOrder) => {
  if (order.kind === 'requests')
    requestsByName.set(
      order.name,
      order.requests.map((request) => Buffer.from(request)),
    );
  else void load(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));

async function load({ port, name, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const requests = requestsByName.get(name) ?? [];
  const latencies = createLatencyCounts();
  const sentAt = new Map<Connection, number>();
  let [next, answered, errors] = [0, 0, 0];
  let firstError: string | null = null;

  const noteError = (reason: string): void => {
    errors += 1;
    firstError ??= reason;
  };
  const processor = process.cpuUsage();
  const begunAt = performance.now();
  const endsAt = begunAt + seconds * 1000;

  await new Promise<void>((resolve) => {
    let open = connections;
    const leave = (connection: Connection): void => {
      connection.close();
      open -= 1;
      if (open === 0) resolve();
    };
    const sendNext = (connection: Connection, now: number): void => {
      const request = requests[next % requests.length];
      next += 1;
      if (now >= endsAt || request === undefined) return leave(connection);
      sentAt.set(connection, now);
      connection.send(request);
    };
    const begin = (): void =>
      void openConnection({
        port,
        onOpen: (connection) => sendNext(connection, performance.now()),
        onAnswer(connection, status, text) {
          const now = performance.now();
          if (status === 200) {
            answered += 1;
            latencies.add(now - (sentAt.get(connection) ?? now));
          } else noteError(text());
          sendNext(connection, now);
        },
        onBroken(connection, reason) {
          noteError(reason);
          if (performance.now() >= endsAt) return leave(connection);
          // Not at once: nobody may be listening.
          setTimeout(begin, 20);
        },
      });
    for (let count = 0; count < connections; count += 1) begin();
  });

  const { user, system } = process.cpuUsage(processor);
  return {
    answered,
    errors,
    firstError,
    seconds: (performance.now() - begunAt) / 1000,
    p50Ms: latencies.percentile(0.5),
    p99Ms: latencies.percentile(0.99),
    generatorMicroseconds: (user + system) / Math.max(answered, 1),
  };
}
