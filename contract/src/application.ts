import { z } from 'zod';
import { clientSecret } from './client-secret.ts';
import { attention } from './overview.ts';
import { environment, instantText, line, page, searchText, uuid } from './primitives.ts';
import { secretElsewhere } from './secret-elsewhere.ts';

export const applicationKind = z.enum(['partner', 'partner-alternative']);
export type ApplicationKind = z.infer<typeof applicationKind>;

/** What is wrong with a value that cannot be a client secret of the application. */
export const credentialMistake = z.enum(['secret-is-id', 'secret-is-hint', 'secret-form', 'secret-checksum']);
export type CredentialMistake = z.infer<typeof credentialMistake>;

/** An application (an OAuth client) as those who may see it see it (R1.2, R3.4). */
export const application = z
  .object({
    clientId: z.string(),
    name: z.string(),
    kind: applicationKind,
    status: z.enum(['active', 'disabled']),
    disabledReason: z.string().nullable().describe('Why the operator team disabled it'),
    organisation: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    apis: z.array(
      z.object({
        id: z.string(),
        identifier: z.string().describe('What a token request names as `resource`'),
        name: z.string(),
        code: z.string(),
        environment,
        baseUrl: z.string().nullable(),
        documentationUrl: z.string().nullable(),
        statusCheck: z
          .enum(['introspection', 'status-list', 'none'])
          .describe(
            'How the API learns that a client secret was deleted (R1.5); none: its tokens live on until they expire',
          ),
        tokenTtlSeconds: z.number().int(),
      }),
    ),
    managers: z.array(
      z.object({
        userId: z.string(),
        name: z.string(),
        email: z.string(),
        confirmation: z
          .object({ confirmedBy: z.string(), confirmedAt: instantText, reference: z.string() })
          .nullable()
          .describe('What the organisation confirmed (R5.1); for operators, null for others'),
      }),
    ),
    selfManaged: z
      .boolean()
      .describe('Whether the application may create successors of its own client secrets'),
    maxSecretExpiresAt: instantText.describe('The latest instant a client secret created now may expire at'),
    etag: z
      .string()
      .describe('For `If-Match`: changes with every change to the application’s client secrets'),
    secrets: z.array(clientSecret),
    secretsElsewhere: z
      .array(secretElsewhere)
      .describe('Those of the system that it comes from, until they are gone or a month after they expired'),
    mistake: z
      .object({
        kind: credentialMistake,
        at: instantText,
      })
      .nullable()
      .describe(
        'The last token request of the last 15 minutes, from the address of the person who asks, whose value cannot be a secret',
      ),
  })
  .meta({ id: 'Application' });
export type Application = z.infer<typeof application>;

export const applicationPage = page(application).meta({ id: 'ApplicationPage' });

const include = z.literal('deleted').optional().describe('Also client secrets deleted in the last 90 days');

export const applicationQuery = z.object({ include });

export const applicationsQuery = z.object({
  include,
  search: searchText(200)
    .optional()
    .describe('Part of the name (one or two letters: its beginning), or how the client ID begins'),
  organisation: uuid.optional(),
  api: uuid.optional(),
  environment: environment.optional(),
  status: z.enum(['active', 'disabled']).optional(),
  attention: attention.optional().describe('Those of active applications that the overview counts'),
  sort: z.enum(['name', '-name']).default('name'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});
export type ApplicationsQuery = z.infer<typeof applicationsQuery>;

export const setSelfManagedRequest = z
  .object({ selfManaged: z.boolean() })
  .meta({ id: 'SetSelfManagedRequest' });

export const createApplicationRequest = z
  .strictObject({
    clientId: uuid.optional().describe('Left out: generated'),
    organisationId: uuid,
    kind: applicationKind.default('partner'),
    name: line(200).optional().describe('By the pattern; left out: proposed from it'),
    apis: z.array(uuid).min(1).max(100).describe('IDs of the APIs that it is permitted to use'),
    status: z.enum(['active', 'disabled']).default('active'),
    disabledReason: line(500).nullable().default(null),
  })
  .meta({ id: 'CreateApplicationRequest' });
export type CreateApplicationRequest = z.infer<typeof createApplicationRequest>;

export const applicationNameQuery = z.object({
  organisation: uuid,
  kind: applicationKind.default('partner'),
  api: z
    .union([uuid.transform((id) => [id]), z.array(uuid).max(100)])
    .describe('IDs of the APIs that it is to be permitted to use; the parameter may be repeated'),
});
export type ApplicationNameQuery = z.infer<typeof applicationNameQuery>;

/** The name that a new application would get. */
export const applicationNameProposal = z.object({ name: z.string() }).meta({ id: 'ApplicationNameProposal' });

export const updateApplicationRequest = z
  .strictObject({
    disabledReason: line(500)
      .nullable()
      .describe('What its managers are mailed and see; disabling takes one'),
    name: line(200),
    apis: z.array(uuid).max(100).describe('Empty: it is permitted to use none, and gets no tokens'),
    status: z.enum(['active', 'disabled']),
  })
  .partial()
  .meta({ id: 'UpdateApplicationRequest' });
export type UpdateApplicationRequest = z.infer<typeof updateApplicationRequest>;
