/** Whether two values of a field say the same; an emptied field and one that never had a value do. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one === '' ? null : one) === JSON.stringify(other === '' ? null : other);

/** What of `draft` differs from `values`. */
export function changesOf<Values extends object>(values: Values, draft: Partial<Values>): Partial<Values> {
  const changes: Partial<Values> = {};
  for (const key of keysOf(draft)) if (!isSame(draft[key], values[key])) changes[key] = draft[key];
  return changes;
}

/** The fields that somebody changed since `before`, in the order that the record has them. */
export const changedKeys = <Values extends object>(
  before: Values,
  ...versions: Values[]
): (keyof Values & string)[] =>
  keysOf(before).filter((key) => versions.some((version) => !isSame(version[key], before[key])));

const keysOf = <Values extends object>(values: Values): (keyof Values & string)[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- records come from schemas that drop other keys
  Object.keys(values) as (keyof Values & string)[];
