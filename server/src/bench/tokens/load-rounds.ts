import type { LoadGenerator } from '../load/load-generator.ts';
import { medianOf } from '../measure.ts';
import type { BenchSetting, Row } from './bench-setting.ts';
import { processorMicroseconds } from './process-cost.ts';

/** Something that is loaded: requests that the generator keeps under a name, sent to a port. */
export type Loaded = {
  name: string;
  port: number;
  pid: number;
  requests: string;
  /** What goes on beside its load; it is told when that ends. */
  meanwhile?: (isOver: AbortSignal) => Promise<void>;
};

const connections = 64;

/**
 * Loads everything in turns, as many times as there are rounds: what else the machine does meets all alike. A first turn
 * is not counted, in which each gets warm.
 * @throws Error when an answer was not 200
 */
export async function loadInTurns(
  { load, rounds, seconds, onRow }: Pick<BenchSetting, 'load' | 'rounds' | 'seconds' | 'onRow'>,
  all: Loaded[],
): Promise<Row[]> {
  const results = new Map(all.map((one) => [one.name, [] as Round[]]));
  for (const one of all) await loadOnce(load, one, seconds);
  for (let round = 0; round < rounds; round += 1)
    // There and back again: nobody is always the first after the same one.
    for (const one of round % 2 === 0 ? all : all.toReversed())
      results.get(one.name)?.push(await loadOnce(load, one, seconds));
  return all.map(({ name }) => {
    const row = rowOf(name, results.get(name) ?? []);
    onRow(row);
    return row;
  });
}

type Round = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMicroseconds: number | null;
  generatorMicroseconds: number;
};

async function loadOnce(load: LoadGenerator, loaded: Loaded, seconds: number): Promise<Round> {
  const { name, port, pid, requests, meanwhile } = loaded;
  const over = new AbortController();
  const others = meanwhile?.(over.signal);
  const before = processorMicroseconds(pid);
  const { answered, errors, firstError, ...result } = await load.load({
    port,
    name: requests,
    connections,
    seconds,
  });
  const after = processorMicroseconds(pid);
  over.abort();
  await others;
  if (errors > 0 || answered === 0)
    throw new Error(`${name}: ${errors} requests failed, the first one with\n${firstError ?? 'no answer'}`);
  return {
    perSecond: answered / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuMicroseconds: before === null || after === null ? null : (after - before) / answered,
    generatorMicroseconds: result.generatorMicroseconds,
  };
}

function rowOf(name: string, rounds: Round[]): Row {
  const median = (read: (round: Round) => number | null): number | null => {
    const values = rounds.map(read).filter((value) => value !== null);
    return values.length === 0 ? null : medianOf(values);
  };
  return {
    name,
    perSecond: median(({ perSecond }) => perSecond),
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
    cpuMicroseconds: median(({ cpuMicroseconds }) => cpuMicroseconds),
    generatorMicroseconds: median(({ generatorMicroseconds }) => generatorMicroseconds),
    rounds: rounds.map(({ perSecond }) => Math.round(perSecond)),
  };
}
