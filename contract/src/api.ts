import { z } from 'zod';
import { importedApi, longestTokenTtlSeconds, signingAlgorithm, tokenHeaderType } from './import-file.ts';
import { introspectionCredential } from './introspection-credential.ts';
import { environment, instantText, line, page, searchText, uuid } from './primitives.ts';

/** An API (a resource server), as the operator team sees it. */
export const api = z
  .object({
    id: z.string(),
    identifier: z.string().describe('What a token request names as `resource`, and the audience of tokens'),
    name: z.string(),
    code: z.string(),
    environment,
    roles: z.array(z.string()),
    baseUrl: z.string().nullable(),
    documentationUrl: z.string().nullable(),
    statusCheck: z.enum(['introspection', 'status-list', 'none']),
    tokenTtlSeconds: z.number().int().nullable().describe('null: the configured lifetime'),
    algorithm: signingAlgorithm.describe('What access tokens issued from now on are signed with'),
    tokenHeaderType: tokenHeaderType.describe('`typ` in the header of access tokens issued from now on'),
    status: z.enum(['active', 'disabled']),
    createdAt: instantText,
    applications: z.number().int().describe('How many are permitted to use it'),
    introspectionCredentials: z.array(introspectionCredential).describe('Those that work, oldest first'),
  })
  .meta({ id: 'Api' });
export type Api = z.infer<typeof api>;

export const apiPage = page(api).meta({ id: 'ApiPage' });

export const apisQuery = z.object({
  search: searchText(200).optional().describe('Part of the name or the identifier, or an ID'),
  environment: environment.optional(),
  status: z.enum(['active', 'disabled']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});
export type ApisQuery = z.infer<typeof apisQuery>;

export const createApiRequest = importedApi
  .extend({ id: uuid.optional().describe('Left out: generated') })
  .meta({ id: 'CreateApiRequest' });
export type CreateApiRequest = z.infer<typeof createApiRequest>;

const { identifier, code } = importedApi.shape;
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .max(2000)
  .nullable();
export const updateApiRequest = z
  .strictObject({
    identifier,
    name: line(100),
    code,
    environment,
    roles: z.array(line(100)).max(50),
    baseUrl: url,
    documentationUrl: url,
    statusCheck: z.enum(['introspection', 'status-list', 'none']),
    tokenTtlSeconds: z.number().int().min(60).max(longestTokenTtlSeconds).nullable(),
    algorithm: signingAlgorithm,
    tokenHeaderType,
    status: z.enum(['active', 'disabled']),
  })
  .partial()
  .meta({ id: 'UpdateApiRequest' });
export type UpdateApiRequest = z.infer<typeof updateApiRequest>;
