/**
 * One page of what was read with one row more than fits on it: the rows that are shown, and the last of them when others
 * follow, from which the next page goes on.
 */
export function pageOf<Row>(rows: Row[], limit: number): { shown: Row[]; last: Row | null } {
  const shown = rows.slice(0, limit);
  return { shown, last: rows.length > shown.length ? (shown.at(-1) ?? null) : null };
}
