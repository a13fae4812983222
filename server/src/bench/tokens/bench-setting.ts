import type { LoadGenerator } from '../load/load-generator.ts';
import type { BenchFederations } from './bench-federation.ts';

/** What every case of the suite works with. */
export type BenchSetting = {
  federations: BenchFederations;
  load: LoadGenerator;
  rounds: number;
  /** Of each round. */
  seconds: number;
  /** How many applications the cases that do not compare sizes have. */
  applications: number;
  /** The numbers of applications that are compared. */
  sizes: number[];
  /** Deletions are measured with one server and more, up to this many. */
  servers: number;
  onRow: (row: Row) => void;
};

/** What was measured of one thing; null: that says nothing about it, or this system does not tell. */
export type Row = {
  name: string;
  /** Medians of the rounds. */
  perSecond: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
  /** Processor time of the server for each request. */
  cpuMicroseconds: number | null;
  /** The same of the load generator. */
  generatorMicroseconds: number | null;
  /** Per second, of each round. */
  rounds: number[];
  megabytes?: number | null;
  startUpMs?: number;
};

/** What Keyturn promises, and whether this run kept it. */
export type Target = { name: string; value: number; at: 'least' | 'most'; limit: number; ok: boolean };

export type CaseResult = { rows: Row[]; targets: Target[] };

/** Nothing measured is no promise kept. */
export const atLeast = (name: string, value: number, limit: number): Target => ({
  name,
  value,
  at: 'least',
  limit,
  ok: value >= limit,
});

export const atMost = (name: string, value: number, limit: number): Target => ({
  name,
  value,
  at: 'most',
  limit,
  ok: value <= limit,
});

/** How many times as much the one does in a second as the other. */
export const ratioOf = (one: Row | undefined, other: Row | undefined): number =>
  (one?.perSecond ?? Number.NaN) / (other?.perSecond ?? Number.NaN);
