import { z } from 'zod';

/** A portal API error: problem details (RFC 9457) with a stable `code` to match on, never the texts. */
export const problem = z
  .object({
    type: z.string().describe('`urn:keyturn:problem:<code>`'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What happened and what to do about it'),
    code: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('With `invalid-request`: each field that does not fit'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
