/** A stored row as the audit log shows values everywhere: its keys in camel case. */
export const recordedValues = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]): [string, unknown] => [
      key.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
