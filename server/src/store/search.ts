import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * Whether one of these columns contains the text, in any letter case, or the UUID in the column `id` begins with it. With
 * one or two characters a column begins: so little is in nearly everything, and no index finds it.
 */
export function containing(search: string, columns: string[], id: string): RawBuilder<SqlBool> {
  const range = idsBeginning(search);
  if (range === null) return anyContains(search, columns);
  const { from, to } = range;
  return sql<SqlBool>`(${anyContains(search, columns)} or ${sql.ref(id)} between ${from}::uuid and ${to}::uuid)`;
}

/** The same without an ID. */
export const anyContains = (search: string, columns: string[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    columns.map((column) => contains(search, sql.ref(column))),
    sql` or `,
  )})`;

/** The same of whatever is text; an index on `lower()` of it finds it. */
export const contains = (search: string, text: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`lower(${text}) like lower(${patternFor(search.normalize('NFC'))})`;

/** The values before and after of an audit event, without the names of their fields, which would be found in all of a kind. */
export const recordedValues = `regexp_replace(coalesce(before::text, '') || coalesce(after::text, ''), '"[A-Za-z0-9_]+":', ' ', 'g')`;

/** As it stands in JSON: with a quotation mark or a line break escaped. */
export const asInJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** For LIKE: the text itself, with nothing in it that stands for anything else. */
export const escapePattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

const shortest = 3;

/** For LIKE. Names are indexed by their trigrams, of which fewer characters make none but at the beginning of a word. */
function patternFor(search: string): string {
  const beginning = `${escapePattern(search)}%`;
  return Array.from(search).length < shortest ? beginning : `%${beginning}`;
}

const idForm = '00000000-0000-0000-0000-000000000000';

/** The least and the greatest UUID that begins with this text; null: none does. */
function idsBeginning(search: string): { from: string; to: string } | null {
  const text = search.trim().toLowerCase();
  if (text === '' || text.length > idForm.length) return null;
  const fits = Array.from(text).every((character, index) =>
    idForm.charAt(index) === '-' ? character === '-' : /[0-9a-f]/.test(character),
  );
  if (!fits) return null;
  const rest = idForm.slice(text.length);
  return { from: text + rest, to: text + rest.replaceAll('0', 'f') };
}
