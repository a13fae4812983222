import { z } from 'zod';
import { instantText } from './primitives.ts';

/** What an API authenticates with at the introspection endpoint (RFC 7662); the value is shown once. */
export const createdIntrospectionCredential = z
  .object({
    id: z.string(),
    clientId: z.string().describe('The API’s ID'),
    hint: z.string(),
    createdAt: instantText,
    clientSecret: z.string().describe('The value. It is shown this once and cannot be recovered.'),
  })
  .meta({ id: 'CreatedIntrospectionCredential' });
