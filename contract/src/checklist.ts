import { z } from 'zod';
import { instantText } from './primitives.ts';

const isDone = z.boolean();
const application = z.object({ clientId: z.string(), name: z.string() });

/** One step of setting up a federation, with the facts that it is ticked from. */
export const checklistStep = z
  .discriminatedUnion('step', [
    z.object({
      step: z.literal('test-mail'),
      isDone,
      acceptedAt: instantText.nullable().describe('When a mail server last accepted a test mail'),
    }),
    z.object({
      step: z.literal('terms'),
      isDone,
      termsVersion: z.number().int().nullable(),
      privacyUrl: z.string().nullable(),
    }),
    z.object({
      step: z.literal('second-operator'),
      isDone,
      operators: z.number().int().describe('Active operators who have set up their account'),
      invited: z.number().int().describe('Active operators who have not yet'),
    }),
    z.object({
      step: z.literal('api'),
      isDone,
      withoutCredential: z
        .object({ id: z.string(), name: z.string() })
        .nullable()
        .describe('While no API is ready: one that is to ask for introspection and has no credential for it'),
    }),
    z.object({ step: z.literal('organisation'), isDone }),
    z.object({ step: z.literal('application'), isDone }),
    z.object({
      step: z.literal('managers'),
      isDone,
      application: application.nullable().describe('While there is no manager: an application without one'),
    }),
    z.object({
      step: z.literal('first-token'),
      isDone,
      state: z
        .enum(['open', 'waiting', 'created', 'used'])
        .describe('`open`: nobody could create a secret yet'),
      organisation: z.string().nullable(),
      application: application.nullable(),
      created: z.object({ by: z.string(), at: instantText }).nullable().describe('The client secret'),
      firstTokenAt: instantText.nullable(),
    }),
  ])
  .meta({ id: 'ChecklistStep' });
export type ChecklistStep = z.infer<typeof checklistStep>;

/** What is left to do until members can work with the portal, and what operators should not overlook. */
export const checklist = z
  .object({
    isComplete: z.boolean(),
    steps: z.array(checklistStep),
    warnings: z
      .array(z.enum(['one-operator', 'mail-to-files']))
      .describe('As long as they are true: fewer than two operators could sign in; nobody receives mails'),
  })
  .meta({ id: 'Checklist' });
export type Checklist = z.infer<typeof checklist>;
export type ChecklistWarning = Checklist['warnings'][number];
