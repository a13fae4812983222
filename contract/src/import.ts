import { z } from 'zod';
import { importedApi } from './import-file.ts';
import { environment, uuid } from './primitives.ts';

/** What an import can create or change, in the order in which it does. */
export const importNoun = z.enum([
  'organisations',
  'apis',
  'applications',
  'users',
  'managers',
  'secretsElsewhere',
  'terms',
]);
export type ImportNoun = z.infer<typeof importNoun>;

/** What the JSON of `az ad app list` cannot say, as somebody answered it; by `appId`. */
export const importAnswers = z
  .strictObject({
    organisations: z
      .record(z.guid(), uuid.nullable())
      .default({})
      .describe('The organisation that an application belongs to; null: leave the application out'),
    apis: z
      .record(
        z.guid(),
        z
          .strictObject({
            code: importedApi.shape.code,
            environment,
            identifier: importedApi.shape.identifier.optional().describe('Left out: as Entra has it'),
            name: importedApi.shape.name.optional().describe('Left out: as Entra has it'),
          })
          .nullable(),
      )
      .default({})
      .describe('How an application that others use becomes an API; null: leave it out'),
  })
  .meta({ id: 'ImportAnswers' });
export type ImportAnswers = z.infer<typeof importAnswers>;

const file = z
  .unknown()
  .describe('An import file as JSON (docs/operators.md), or the JSON that `az ad app list` prints');

export const previewImportRequest = z
  .strictObject({ file, answers: importAnswers.optional() })
  .meta({ id: 'PreviewImportRequest' });

export const runImportRequest = previewImportRequest
  .extend({ digest: z.string().max(100).describe('Of the preview: that is done, or nothing') })
  .meta({ id: 'RunImportRequest' });

const importCount = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  removed: z.number().int(),
});
export type ImportCount = z.infer<typeof importCount>;

const values = z.record(z.string(), z.unknown());

/** One thing that an import creates, changes or takes away. */
const importChange = z.object({
  noun: importNoun,
  kind: z.enum(['created', 'updated', 'removed']),
  id: z.string(),
  name: z.string(),
  before: values.nullable().describe('null: it is new. Of a change the fields that differ'),
  after: values.nullable().describe('null: it is taken away'),
  notes: z.array(z.string()).describe('What the file says otherwise, for people'),
});
export type ImportChange = z.infer<typeof importChange>;

const question = z.object({
  appId: z.string(),
  name: z.string().describe('As Entra has it'),
  path: z.string().describe('Its place in the file'),
  secrets: z.number().int().describe('How many client secrets Entra lists for it'),
});

/** What the file cannot say. */
const importQuestion = z.discriminatedUnion('kind', [
  question.extend({
    kind: z.literal('organisation'),
    candidates: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe('Those that its name fits; none: it says nothing'),
    answer: z
      .object({ organisation: z.object({ id: z.string(), name: z.string() }).nullable() })
      .nullable()
      .describe('null: open; organisation null: left out'),
  }),
  question.extend({
    kind: z.literal('api'),
    usedBy: z.number().int().describe('How many applications of the file use it'),
    proposal: z.object({ name: z.string(), identifier: z.string(), environment }),
    answer: z
      .object({
        api: z.object({ code: z.string(), environment, identifier: z.string(), name: z.string() }).nullable(),
      })
      .nullable()
      .describe('null: open; api null: left out'),
  }),
]);
export type ImportQuestion = z.infer<typeof importQuestion>;

/** What an import would do, and what stands against it. */
export const importPreview = z
  .object({
    format: z.enum(['keyturn', 'entra']),
    digest: z.string().describe('For the import: it does this, or answers 412 with what it would do instead'),
    counts: z.record(z.string(), importCount).describe('By noun: those that the file speaks of'),
    total: importCount,
    changes: z.array(importChange).describe('The first 200 of each noun'),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('What does not fit, with its place in the file: the first 200'),
    problemCount: z.number().int(),
    questions: z.array(importQuestion).describe('The first 500, open ones first'),
    openQuestions: z.number().int(),
    leftOut: z
      .array(
        z.object({
          appId: z.string(),
          name: z.string(),
          path: z.string(),
          reason: z.enum(['chosen', 'uses-no-api', 'used-by-nobody']),
        }),
      )
      .describe('Applications of the file that are not taken over: the first 200'),
    leftOutCount: z.number().int(),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof importPreview>;

export const importResult = z
  .object({ counts: z.record(z.string(), importCount), total: importCount })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResult>;
