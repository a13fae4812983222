import { sql, type RawBuilder } from 'kysely';

type Sql = RawBuilder<unknown>;

/** What is drawn for a row from its number: the same from the same seed, on every machine. */
export type Draw = {
  /** A whole number from 0 to `sides` - 1; another one for each purpose. */
  number: (row: Sql, purpose: number, sides: number) => Sql;
  /** One of these texts. */
  oneOf: (row: Sql, purpose: number, texts: readonly string[]) => Sql;
  /** An instant within the day that begins at `instant`. */
  withinDay: (row: Sql, purpose: number, instant: Sql) => Sql;
  /** The ID of the row `row` of a table. */
  id: (table: string, row: Sql) => Sql;
};

/** Draws by PostgreSQL's own hash function: a row is reckoned where it is inserted. */
export function createDraw(seed: number): Draw {
  const number: Draw['number'] = (row, purpose, sides) =>
    sql`((hashint8extended((${row})::bigint, ${sql.lit(seed * 1000 + purpose)}) & 2147483647) % ${sql.lit(sides)})::integer`;
  return {
    number,
    oneOf: (row, purpose, texts) =>
      sql`(${sql.lit(`{${texts.join(',')}}`)}::text[])[1 + ${number(row, purpose, texts.length)}]`,
    withinDay: (row, purpose, instant) =>
      sql`${instant} + ${number(row, purpose, 86_400)} * interval '1 second'`,
    id: (table, row) => sql`md5(${sql.lit(`${seed}/${table}/`)} || (${row})::text)::uuid`,
  };
}
