import {
  entraApplication,
  type EntraApplication,
  type ImportAnswers,
  type ImportQuestion,
} from '@keyturn/contract';
import type { Config } from '../../../config.ts';
import { text } from '../../../messages.ts';
import type { FieldProblem } from '../../errors.ts';
import type { FederationState } from '../plan-context.ts';
import { placedIssue, type Placed, type ReadImportFile } from '../read-import-file.ts';

/** An application of the list that is not taken over, and why. */
export type LeftOut = {
  appId: string;
  name: string;
  path: string;
  reason: 'chosen' | 'uses-no-api' | 'used-by-nobody';
};

/** The list of Entra’s applications as an import file states it, with what it cannot say. */
export type EntraReading = {
  file: ReadImportFile;
  problems: FieldProblem[];
  questions: ImportQuestion[];
  leftOut: LeftOut[];
  /** By client ID: what is not taken over as the list has it. */
  notes: Map<string, string[]>;
};

/** What the list is read against. */
export type EntraContext = {
  entries: Placed<EntraApplication>[];
  state: FederationState;
  answers: ImportAnswers;
  config: Pick<Config, 'applicationNamePattern'>;
  reading: EntraReading;
};

/** Whether this is the JSON of `az ad app list`: a list, where an import file is an object. */
export const isEntraList = (input: unknown): input is unknown[] => Array.isArray(input);

/** The applications of the list that have the right form, with their places; all else in them is ignored. */
export function readEntraList(input: unknown[]): {
  entries: Placed<EntraApplication>[];
  problems: FieldProblem[];
} {
  const problems: FieldProblem[] =
    input.length === 0 ? [{ path: '', message: text('import.entra.empty') }] : [];
  const entries = input.flatMap((value, index): Placed<EntraApplication>[] => {
    const place = `[${index}]`;
    const parsed = entraApplication.safeParse(value);
    if (parsed.success) return [{ place, item: parsed.data }];
    problems.push(...parsed.error.issues.map((issue) => placedIssue(place, issue)));
    return [];
  });
  return { entries, problems };
}

/** The APIs that an application of the list asks for. */
export const resourcesOf = ({ requiredResourceAccess }: EntraApplication): string[] => [
  ...new Set(requiredResourceAccess?.map(({ resourceAppId }) => resourceAppId)),
];

/** Answers by the ID as it is stored, whatever its letter case. */
export const byLowerCase = ({ organisations, apis }: ImportAnswers): ImportAnswers => ({
  organisations: lowerCased(organisations),
  apis: lowerCased(apis),
});

const lowerCased = <Value>(answers: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id.toLowerCase(), answer]));

const fieldsInEntra: [RegExp, string][] = [
  [/\.apis(\[\d+\])?$/, '.requiredResourceAccess'],
  [/\.(clientId|id)$/, '.appId'],
  [/\.(name|organisation|kind)$/, '.displayName'],
  [/\.identifier$/, '.identifierUris'],
];

/** A place as the list has it. */
export const placeInEntra = ({ path, message }: FieldProblem): FieldProblem => ({
  path: fieldsInEntra.reduce((place, [field, there]) => place.replace(field, there), path),
  message,
});
