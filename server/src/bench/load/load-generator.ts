import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadResult, RequestsOrder } from './load-orders.ts';

/** Loads servers from a process of its own. */
export type LoadGenerator = {
  /** Keeps requests under a name, so that rounds do not begin with handing them over. */
  keep(name: string, requests: string[]): void;
  /** One load at a time. */
  load(order: Omit<LoadOrder, 'kind'>): Promise<LoadResult>;
  close(): Promise<void>;
};

export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(import.meta.dirname, 'generate-load.ts'), {
    serialization: 'advanced',
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = once(child, 'exit');
  const tell = (order: RequestsOrder | LoadOrder): void => void child.send(order);
  return {
    keep: (name, requests) => tell({ kind: 'requests', name, requests }),
    async load(order) {
      const answer: Promise<unknown[]> = once(child, 'message');
      tell({ kind: 'load', ...order });
      const ended = exited.then(() => {
        throw new Error('the load generator ended');
      });
      const [result] = await Promise.race([answer, ended]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own process answers, of this version
      return result as LoadResult;
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
