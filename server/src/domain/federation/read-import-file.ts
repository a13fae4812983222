import {
  importedApi,
  importedApplication,
  importedManager,
  importedOrganisation,
  importedUser,
  termsText,
  type ImportFile,
} from '@keyturn/contract';
import { z } from 'zod';
import { text } from '../../messages.ts';
import type { FieldProblem } from '../errors.ts';

const itemSchemas = {
  organisations: importedOrganisation,
  apis: importedApi,
  applications: importedApplication,
  users: importedUser,
  managers: importedManager,
} as const;
type Noun = keyof typeof itemSchemas;

/** An item of the file that has the right form, with its position there. */
export type Placed<Item> = { place: string; item: Item };

/** The well-formed part of an import file. `mentioned`: the IDs stated by items that are not well-formed, too. */
export type ReadImportFile = { [N in Noun]: Placed<ImportFile[N][number]>[] } & {
  /** Secrets of the former system, whose list alone tells of them. */
  secretsElsewhere: Placed<SecretElsewhere>[];
  /** The applications of which it lists every secret, be it none. */
  secretsListedOf: Set<string>;
  /** Terms of use; null: the file states none. */
  terms: string | null;
  mentioned: Record<Exclude<Noun, 'managers'>, Set<string>>;
};

/** A secret that works in the former system only. */
export type SecretElsewhere = {
  application: string;
  keyId: string;
  name: string;
  hint: string | null;
  expiresAt: Date;
};

export const emptyImportFile = (): ReadImportFile => ({
  organisations: [],
  apis: [],
  applications: [],
  users: [],
  managers: [],
  secretsElsewhere: [],
  secretsListedOf: new Set(),
  terms: null,
  mentioned: {
    organisations: new Set(),
    apis: new Set(),
    applications: new Set(),
    users: new Set(),
  },
});

const idKeys = ['id', 'clientId'];

/** Reads an import file item by item, so that one malformed item does not hide the problems of the others. */
export function readImportFile(input: unknown): { file: ReadImportFile; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const outline = z.record(z.string(), z.unknown()).safeParse(input);
  if (!outline.success) problems.push({ path: '', message: outline.error.issues[0]?.message ?? '' });
  const lists = outline.data ?? {};
  for (const key of Object.keys(lists))
    if (!(key in itemSchemas) && key !== 'terms')
      problems.push({ path: key, message: text('import.unknown-list', { key }) });

  const mentioned: ReadImportFile['mentioned'] & { managers: Set<string> } = {
    organisations: new Set<string>(),
    apis: new Set<string>(),
    applications: new Set<string>(),
    users: new Set<string>(),
    managers: new Set<string>(),
  };
  const read = <N extends Noun>(noun: N): Placed<ImportFile[N][number]>[] => {
    const list = z.array(z.unknown()).safeParse(lists[noun] ?? []);
    if (!list.success) problems.push({ path: noun, message: list.error.issues[0]?.message ?? '' });
    return (list.data ?? []).flatMap((value, index) => {
      const place = `${noun}[${index}]`;
      for (const id of statedIds(value)) mentioned[noun].add(id);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same by construction, which TypeScript cannot relate
      const parsed = (itemSchemas[noun] as z.ZodType<ImportFile[N][number]>).safeParse(value);
      if (parsed.success) return [{ place, item: parsed.data }];
      problems.push(...parsed.error.issues.map((issue) => placedIssue(place, issue)));
      return [];
    });
  };
  const terms = termsText.optional().safeParse(lists['terms']);
  const file = {
    organisations: read('organisations'),
    apis: read('apis'),
    applications: read('applications'),
    users: read('users'),
    managers: read('managers'),
    secretsElsewhere: [],
    secretsListedOf: new Set<string>(),
    terms: terms.data ?? null,
    mentioned,
  };
  if (!terms.success) problems.push(...terms.error.issues.map((issue) => placedIssue('terms', issue)));
  return { file, problems };
}

function statedIds(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, id]) =>
    idKeys.includes(key) && typeof id === 'string' ? [id.toLowerCase()] : [],
  );
}

/** A problem of one item, with its place in the file. */
export const placedIssue = (place: string, issue: z.core.$ZodIssue): FieldProblem => ({
  path:
    place + issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join(''),
  message: describeIssue(issue),
});

/** What the library says in the words of programmers. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return text('import.missing');
  if (issue.code === 'unrecognized_keys')
    return text('import.unknown-fields', { count: issue.keys.length, keys: issue.keys.join(', ') });
  if (issue.code === 'invalid_format' && issue.format === 'guid') return text('import.no-uuid');
  return issue.message;
}
