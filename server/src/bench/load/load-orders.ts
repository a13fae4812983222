/** What a load generator is told to keep in memory: requests as they go over the wire, under a name. */
export type RequestsOrder = { kind: 'requests'; name: string; requests: string[] };

/** What a load generator is told to do: as many requests as are answered, one after the other on each connection. */
export type LoadOrder = {
  kind: 'load';
  port: number;
  /** The requests of an earlier order, in turns. */
  name: string;
  connections: number;
  seconds: number;
};

/** What came of a load. */
export type LoadResult = {
  answered: number;
  /** Answers other than 200, and connections that broke. */
  errors: number;
  /** The first answer that was an error. */
  firstError: string | null;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time that the generator itself took for each request. */
  generatorMicroseconds: number;
};
