import { z } from 'zod';
import type { Pool } from 'pg';
import type { RecordedQuery } from './record-queries.ts';

/** What a plan reads of one table. */
export type Scan = {
  table: string;
  /** As PostgreSQL calls it: `Seq Scan`, `Index Scan`, … */
  how: string;
  /** How many rows it looked at, those that it dropped included. */
  rows: number;
};

/** A statement with everything that its plan reads. */
export type Explained = RecordedQuery & { scans: Scan[] };

const planNode = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number().default(0),
  'Actual Loops': z.number().default(1),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  get Plans() {
    return z.array(planNode).optional();
  },
});
type PlanNode = z.infer<typeof planNode>;
const answer = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode })]) })]);

/** Runs each query once more, under EXPLAIN ANALYZE; what is no query is left out. */
export async function explainQueries(pool: Pool, queries: RecordedQuery[]): Promise<Explained[]> {
  const explained: Explained[] = [];
  for (const query of queries) {
    if (!/^\s*(select|with)\b/i.test(query.sql) || /\bfor (no key )?update\b/i.test(query.sql)) continue;
    const { rows } = await pool.query<Record<string, unknown>>(
      `explain (analyze, timing off, format json) ${query.sql}`,
      query.parameters,
    );
    const [
      {
        'QUERY PLAN': [{ Plan }],
      },
    ] = answer.parse(rows);
    explained.push({ ...query, scans: scansOf(Plan) });
  }
  return explained;
}

function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const table = node['Relation Name'];
  if (table === undefined) return below;
  const each = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck'];
  return [{ table, how: node['Node Type'], rows: Math.round(each * node['Actual Loops']) }, ...below];
}

/** The tables that have at least so many rows, as far as the planner knows. */
export async function tablesWith(pool: Pool, rows: number): Promise<Set<string>> {
  const found = await pool.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace and reltuples >= $1`,
    [rows],
  );
  return new Set(found.rows.map(({ relname }) => relname));
}
