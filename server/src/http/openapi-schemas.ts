import { z } from 'zod';

const reference = /"#\/components\/schemas\/([^"]+)"/g;
const json = z.record(z.string(), z.unknown());
const document = z.looseObject({ paths: json, components: z.looseObject({ schemas: json }) });

/**
 * Leaves the schemas that the paths use, each under its plain name. zod registers every schema twice, as it is read
 * and as it is written (`…Input`), of which most are not used and only one of a pair is.
 */
export function tidySchemas(input: unknown): Record<string, unknown> {
  const { paths, components, ...rest } = document.parse(input);
  const used = findUsed(paths, components.schemas);
  const plainName = (name: string): string => {
    const plain = name.replace(/Input$/, '');
    return used.has(plain) ? name : plain;
  };
  const renamed = (value: unknown): string =>
    JSON.stringify(value, withoutRedundantPattern).replace(
      reference,
      (_match, name: string) => `"#/components/schemas/${plainName(name)}"`,
    );
  const schemas = Object.fromEntries(
    [...used]
      .toSorted()
      .map((name) => [plainName(name), JSON.parse(renamed(components.schemas[name])) as unknown]),
  );
  return { ...rest, components: { ...components, schemas }, paths: json.parse(JSON.parse(renamed(paths))) };
}

function findUsed(paths: unknown, schemas: Record<string, unknown>): Set<string> {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(reference)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return used;
}

/** `format: date-time` says what the pattern beside it repeats in 300 characters. */
function withoutRedundantPattern(_key: string, value: unknown): unknown {
  const schema = json.safeParse(value);
  if (!schema.success || schema.data['format'] !== 'date-time') return value;
  const { pattern: _pattern, ...kept } = schema.data;
  return kept;
}
