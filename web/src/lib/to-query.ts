/** The filters of a list as parameters of the portal API, which names them the same. */
export const toQuery = (filter: object): URLSearchParams =>
  new URLSearchParams(
    Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
