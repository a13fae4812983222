import { z } from 'zod';
import { instantText } from './primitives.ts';

/**
 * What of an application the operator team may have to see to; each of it is a count of the overview and a filter of the
 * list of applications.
 */
export const attention = z.enum([
  'expired-presented',
  'expiring-7',
  'no-manager',
  'expiring-30',
  'expiring-60',
  'one-manager',
  'never-used',
  'unused-90',
  'rotating',
]);
export type Attention = z.infer<typeof attention>;

/** What the operator team sees first: how much there is to see to, what is to come, and how much the service is used. */
export const overview = z
  .object({
    at: instantText,
    timeZone: z.string().describe('The operator’s, of which weeks and days are'),
    applications: z
      .record(attention, z.number().int())
      .describe('How many applications each `attention` of `GET /applications` lists'),
    failedMails: z.number().int().describe('How many mails `GET /notifications?status=failed` lists'),
    expirations: z
      .array(z.object({ week: z.iso.date(), secrets: z.number().int() }))
      .describe('Client secrets in use that expire in this week, from its Monday, and in the 25 that follow'),
    tokenRequests: z
      .array(z.object({ date: z.iso.date(), requests: z.number().int() }))
      .describe('Token requests that succeeded on each of the last 90 days'),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;
