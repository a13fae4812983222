/** Who has a value that only one may have, kept up while a plan grows. */
export type Owners = {
  isTakenByAnother(value: string, id: string): boolean;
  /** `from`: the value that it had before. */
  move(id: string, from: string | undefined, to: string): void;
};

/** Looking through all rows for each would take minutes with 20,000 of them. */
export function createOwners<Row extends { id: string }>(
  rows: Iterable<Row>,
  valueOf: (row: Row) => string,
): Owners {
  const ids = new Map<string, Set<string>>();
  const add = (value: string, id: string): void => {
    const owners = ids.get(value);
    if (owners === undefined) ids.set(value, new Set([id]));
    else owners.add(id);
  };
  for (const row of rows) add(valueOf(row), row.id);
  return {
    isTakenByAnother: (value, id) => [...(ids.get(value) ?? [])].some((owner) => owner !== id),
    move(id, from, to) {
      if (from === to) return;
      if (from !== undefined) ids.get(from)?.delete(id);
      add(to, id);
    },
  };
}
