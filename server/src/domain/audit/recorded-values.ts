/** Numbers the change and says nothing about the row; see `store/schema-memory.ts`. */
const revision = 'changed_revision';

/** A stored row as the audit log shows values everywhere: its keys in camel case. */
export const recordedValues = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([key]) => key !== revision)
      .map(([key, value]): [string, unknown] => [
        key.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
