/** The address of a list as CSV, with the filters that narrow it on the page: the portal API names them the same. */
export function exportHref(list: string, filter: object): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ).toString();
  return `/api/v1/exports/${list}.csv${query === '' ? '' : `?${query}`}`;
}
