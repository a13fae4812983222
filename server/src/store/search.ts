import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Whether one of these columns contains the text, in any letter case, or the column `id` begins with it. */
export const containing = (search: string, columns: string[], id: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${anyContains(search, columns)} or ${sql.ref(id)}::text like lower(${`${escapePattern(search.normalize('NFC'))}%`}))`;

/** Whether one of these columns contains the text, in any letter case. */
export function anyContains(search: string, columns: string[]): RawBuilder<SqlBool> {
  const pattern = `%${escapePattern(search.normalize('NFC'))}%`;
  const conditions = columns.map((column) => sql<SqlBool>`lower(${sql.ref(column)}) like lower(${pattern})`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** For LIKE: the text itself, with nothing in it that stands for anything else. */
export const escapePattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
