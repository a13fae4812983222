import { z } from 'zod';
import { termsText } from './account.ts';
import { applicationKind } from './application.ts';
import { environment, instant, line, uuid } from './primitives.ts';

// RFC 3986: printable ASCII, without what has to be percent-encoded.
const urlCharacters = z
  .string()
  .regex(/^[!#-;=?-[\]_a-z~]*$/i, 'must hold URL characters only; percent-encode others');
const httpUrl = urlCharacters
  .max(2000)
  .pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https address' }));
const email = z.email().max(254);

const disabledReason = line(500)
  .nullable()
  .default(null)
  .describe('While it is disabled: what its people are told');

export const importedOrganisation = z.strictObject({
  id: uuid,
  name: line(200),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 alpha-2 country code, for example DE'),
  timeZone: z.string().max(100),
  locale: z.string().max(35).default('en'),
  sharedMailbox: email.nullable().default(null),
  status: z.enum(['active', 'disabled']).default('active'),
  disabledReason,
});

/** No access token lives longer, whatever is configured. */
export const longestTokenTtlSeconds = 86_400;

/** What an API's access tokens are signed with (RFC 7518 section 3.1). */
export const signingAlgorithm = z.enum(['ES256', 'RS256']);
export type SigningAlgorithm = z.infer<typeof signingAlgorithm>;

/**
 * What an API's access tokens say in their header that they are, `typ`: access tokens (RFC 9068 section 2.1), or any kind of
 * JWT (RFC 7519 section 5.1), as Entra's do. Not to be confused with `token_type` of answers, which is always `Bearer`.
 */
export const tokenHeaderType = z.enum(['at+jwt', 'JWT']);
export type TokenHeaderType = z.infer<typeof tokenHeaderType>;

export const importedApi = z.strictObject({
  id: uuid,
  identifier: urlCharacters
    .max(500)
    .pipe(z.url('must be a URI, for example https://api.example.org'))
    .refine((value) => !value.includes('#'), 'must not have a fragment (RFC 8707)'),
  name: line(100),
  code: z.string().regex(/^[A-Z0-9]{1,10}$/, 'must be 1 to 10 capital letters or digits, for example SMC'),
  environment,
  roles: z.array(line(100)).max(50).default([]),
  baseUrl: httpUrl.nullable().default(null),
  documentationUrl: httpUrl.nullable().default(null),
  statusCheck: z.enum(['introspection', 'status-list', 'none']).default('introspection'),
  tokenTtlSeconds: z.number().int().min(60).max(longestTokenTtlSeconds).nullable().default(null),
  algorithm: signingAlgorithm.default('ES256').describe('What its access tokens are signed with'),
  tokenHeaderType: tokenHeaderType.default('at+jwt').describe('`typ` in the header of its access tokens'),
  status: z.enum(['active', 'disabled']).default('active'),
});

export const importedApplication = z.strictObject({
  clientId: uuid,
  organisation: uuid,
  kind: applicationKind.default('partner'),
  name: line(200).optional().describe('By the pattern; left out: proposed from it'),
  apis: z.array(uuid).min(1),
  status: z.enum(['active', 'disabled']).default('active'),
  disabledReason,
});

export const importedUser = z.strictObject({
  id: uuid,
  organisation: uuid.optional().describe('Left out for operators: they belong to the operator’s own'),
  email,
  name: line(100),
  role: z.enum(['member', 'operator']).default('member'),
  locale: z.string().max(35).default('en'),
  timeZone: z.string().max(100).nullable().default(null),
  status: z.enum(['active', 'disabled']).default('active'),
});

export const importedManager = z.strictObject({
  application: uuid,
  user: uuid,
  confirmedBy: line(200).describe('Who at the organisation confirmed the role (R5.1)'),
  confirmedAt: instant,
  reference: line(200),
});

/**
 * The file that `keyturn import` reads: organisations, APIs, applications, users and their credential manager
 * roles (R3.1, R5.1), and terms of use (R6.1). It is idempotent by the IDs it states, and never carries a client secret.
 */
export const importFile = z.strictObject({
  organisations: z.array(importedOrganisation).default([]),
  apis: z.array(importedApi).default([]),
  applications: z.array(importedApplication).default([]),
  users: z.array(importedUser).default([]),
  managers: z.array(importedManager).default([]),
  terms: termsText
    .optional()
    .describe('Terms of use in Markdown; published when they differ from those in force (R6.1)'),
});
export type ImportFile = z.infer<typeof importFile>;
