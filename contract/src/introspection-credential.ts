import { z } from 'zod';
import { instantText, line } from './primitives.ts';

/** What an API authenticates with at the introspection endpoint (RFC 7662): everything but the value. */
export const introspectionCredential = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe('The first three characters of the value'),
    createdAt: instantText,
    createdBy: z.string().describe('The name of whoever created it'),
    lastUsedAt: instantText
      .nullable()
      .describe('Last request to the introspection endpoint, to the minute; null: never'),
    lastUsedFrom: z.string().nullable().describe('The IP address of that request'),
  })
  .meta({ id: 'IntrospectionCredential' });
export type IntrospectionCredential = z.infer<typeof introspectionCredential>;

/** The one answer that carries the value. */
export const createdIntrospectionCredential = introspectionCredential
  .extend({
    clientId: z.string().describe('The API’s ID'),
    clientSecret: z.string().describe('The value. It is shown this once and cannot be recovered.'),
  })
  .meta({ id: 'CreatedIntrospectionCredential' });
export type CreatedIntrospectionCredential = z.infer<typeof createdIntrospectionCredential>;

export const createIntrospectionCredentialRequest = z
  .object({
    name: line(100)
      .optional()
      .describe('Unique among those of the API. Left out: made of the name of whoever creates it'),
  })
  .nullish()
  .meta({ id: 'CreateIntrospectionCredentialRequest' });
