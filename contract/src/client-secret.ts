import { z } from 'zod';
import { instant, instantText, line, uuid } from './primitives.ts';
import { refusalReason } from './usage.ts';

/** What a client secret is good for now (R1.6): `expiring` has less than 31 days left. */
export const clientSecretStatus = z.enum(['active', 'expiring', 'expired', 'disabled', 'deleted']);
export type ClientSecretStatus = z.infer<typeof clientSecretStatus>;

const actor = z.object({
  kind: z.enum(['user', 'application', 'operator']),
  name: z.string(),
  userId: z
    .string()
    .nullable()
    .describe('Of a user of the application’s organisation; null for anybody else'),
});

/** A client secret as the portal lists it: everything but its value, which nobody can read again (R1.2, R1.4). */
export const clientSecret = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe('The first three characters of the value'),
    status: clientSecretStatus,
    createdAt: instantText,
    createdBy: actor,
    creatorLeft: z
      .boolean()
      .describe(
        'A user who no longer manages this application created it, and it still works: rotate it (R5.4)',
      ),
    createdBySecretId: z
      .string()
      .nullable()
      .describe('For a secret that a self-managed application created: the secret whose token it used'),
    expiresAt: instantText,
    firstUsedAt: instantText.nullable().describe('First token request; null: never'),
    lastUsedAt: instantText
      .nullable()
      .describe('Last token request; API calls made with a token issued earlier are not counted'),
    lastUsedFrom: z
      .object({ address: z.string().nullable(), userAgent: z.string().nullable() })
      .nullable()
      .describe('Where the last token request came from'),
    lastRefused: z
      .object({ at: instantText, address: z.string(), userAgent: z.string(), reason: refusalReason })
      .nullable()
      .describe('The last request of the last 35 days that proved the secret and got no token (R1.9)'),
    replacesSecretId: z.string().nullable(),
    disabled: z.object({ at: instantText, by: actor, reason: z.string().nullable() }).nullable(),
    deleted: z.object({ at: instantText, by: actor }).nullable(),
  })
  .meta({ id: 'ClientSecret' });
export type ClientSecret = z.infer<typeof clientSecret>;

/** The one answer that carries the value of a client secret (R1.4). */
export const createdClientSecret = clientSecret
  .extend({ clientSecret: z.string().describe('The value. It is shown this once and cannot be recovered.') })
  .meta({ id: 'CreatedClientSecret' });
export type CreatedClientSecret = z.infer<typeof createdClientSecret>;

export const createClientSecretRequest = z
  .object({
    name: line(100),
    expiresAt: instant.describe('Any instant from tomorrow to the application’s `maxSecretExpiresAt`'),
    replacesSecretId: uuid.nullable().optional(),
  })
  .meta({ id: 'CreateClientSecretRequest' });

export const updateClientSecretRequest = z
  .object({ replacesSecretId: uuid.nullable() })
  .meta({ id: 'UpdateClientSecretRequest' });

export const disableClientSecretRequest = z
  .object({ reason: line(500).nullable().optional() })
  .nullish()
  .meta({ id: 'DisableClientSecretRequest' });
