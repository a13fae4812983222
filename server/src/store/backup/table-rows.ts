import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { SequenceState, TableDescription } from './keyturn-tables.ts';

const rowsAtOnce = 2_000;

/** Makes values look the same on every database, so that their texts can be compared and read elsewhere. */
export async function setTextForms(tx: Tx): Promise<void> {
  for (const setting of [
    `timezone = 'UTC'`,
    `datestyle = 'ISO, MDY'`,
    `intervalstyle = 'postgres'`,
    `bytea_output = 'hex'`,
    `extra_float_digits = 1`,
  ])
    await sql`set local ${sql.raw(setting)}`.execute(tx);
}

export async function countRows(tx: Tx, { name }: Pick<TableDescription, 'name'>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from ${sql.table(name)}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

/**
 * Every row of a table in pages, each row a JSON array of PostgreSQL's own texts of its values: what `::text` gives is
 * what the type's input takes, to the byte, for `json` too. They are ordered by their key and by bytes, so that
 * equal tables give equal lines on every database.
 */
export async function* readRows(tx: Tx, { name, columns, key }: TableDescription): AsyncGenerator<string[]> {
  const values = sql.join(columns.map((column) => sql`${sql.ref(column.name)}::text`));
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const order = key.map((column) =>
    types.get(column) === 'text' ? sql`${sql.ref(column)} collate "C"` : sql.ref(column),
  );
  const row = sql`array_to_json(array[${values}])::text`;
  const ordered = order.length === 0 ? sql`${row} collate "C"` : sql.join(order);
  await sql`declare rows_of_table no scroll cursor for
    select ${row} as line from ${sql.table(name)} order by ${ordered}`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ line: string }>`
      fetch ${sql.lit(rowsAtOnce)} from rows_of_table`.execute(tx);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < rowsAtOnce) break;
  }
  await sql`close rows_of_table`.execute(tx);
}

/** Writes rows as `readRows` gave them; `columns` in their order. */
export async function insertRows(
  tx: Tx,
  { name, columns }: TableDescription,
  lines: string[],
): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column.name)));
  const values = sql.join(
    columns.map(({ type }, index) => sql`(line->>${sql.lit(index)})::${sql.raw(type)}`),
  );
  await sql`insert into ${sql.table(name)} (${names}) overriding system value
    select ${values} from json_array_elements(${`[${lines.join(',')}]`}::json) as line`.execute(tx);
}

/** Has the planner know how many rows there are: the embedded database does not find out by itself. */
export async function analyseTables(tx: Tx, tables: TableDescription[]): Promise<void> {
  await sql`analyze ${sql.join(tables.map(({ name }) => sql.table(name)))}`.execute(tx);
}

/** Empties tables that migrations have written to. */
export async function emptyTables(tx: Tx, tables: TableDescription[]): Promise<void> {
  await sql`truncate ${sql.join(tables.map(({ name }) => sql.table(name)))}`.execute(tx);
}

export async function setSequence(tx: Tx, { name, lastValue, isCalled }: SequenceState): Promise<void> {
  await sql`select setval(quote_ident(${name})::regclass, ${lastValue}::bigint, ${isCalled})`.execute(tx);
}

/**
 * Takes the foreign keys off while `work` writes rows in any order, and puts them on again, which checks every row. Triggers
 * rest meanwhile: what they keep is among the rows, and would be counted twice.
 * @throws the database's error when a row refers to none
 */
export async function withoutKeysAndTriggers(
  tx: Tx,
  tables: TableDescription[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows: keys } = await sql<{ table: string; name: string; definition: string }>`
    select t.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace
    where k.contype = 'f' and n.nspname = current_schema() and t.relname = any (${tables.map(({ name }) => name)})
    order by t.relname, k.conname`.execute(tx);
  for (const key of keys)
    await sql`alter table ${sql.table(key.table)} drop constraint ${sql.ref(key.name)}`.execute(tx);
  for (const { name } of tables) await sql`alter table ${sql.table(name)} disable trigger user`.execute(tx);
  await work();
  for (const { name } of tables) await sql`alter table ${sql.table(name)} enable trigger user`.execute(tx);
  for (const key of keys)
    await sql`alter table ${sql.table(key.table)}
      add constraint ${sql.ref(key.name)} ${sql.raw(key.definition)}`.execute(tx);
}
