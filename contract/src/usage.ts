import { z } from 'zod';
import { instantText } from './primitives.ts';

/** Why a request that proved a client secret got no token. */
export const refusalReason = z.enum([
  'expired',
  'disabled',
  'deleted',
  'application-disabled',
  'resource-refused',
]);
export type RefusalReason = z.infer<typeof refusalReason>;

/** A caller: a user agent and a source network (R1.8), with what it did. */
export const caller = z
  .object({
    network: z.string().describe('/24 of an IPv4, /48 of an IPv6 address'),
    address: z.string().describe('The last address'),
    userAgent: z.string(),
    requests: z.number().int().describe('Token requests in the last 90 days; of a replacement, ever'),
    requestsThisWeek: z.number().int().describe('Token requests in the last seven days'),
    firstAt: instantText,
    lastAt: instantText,
    resources: z.array(z.string()).describe('What the tokens were for: identifiers or IDs of APIs'),
  })
  .meta({ id: 'Caller' });
export type Caller = z.infer<typeof caller>;

/** What real use proves about a client secret, of the last 90 days. */
export const secretUsage = z
  .object({
    firstUsedAt: instantText.nullable(),
    lastUsedAt: instantText.nullable(),
    requestsThisWeek: z.number().int(),
    longestPauseSeconds: z
      .number()
      .int()
      .nullable()
      .describe('The longest time between two token requests; null: there was one at most'),
    lastTokenEndsAt: instantText.nullable().describe('Until when tokens that it obtained may live'),
    callers: z.array(caller).describe('The last 50, the last one first'),
    moreCallers: z.number().int().describe('How many others there are'),
    days: z
      .array(z.object({ date: z.string(), requests: z.number().int() }))
      .describe('Token requests on each of the last 90 days, in the organisation’s time zone'),
    refused: z
      .array(caller.extend({ reason: refusalReason }))
      .describe('Who proved the secret and got no token: for each reason the last 50'),
    moreRefused: z.number().int().describe('How many others were refused'),
    unprovenThisWeek: z
      .number()
      .int()
      .describe('Requests with the client ID that proved no secret: anybody can make them'),
  })
  .meta({ id: 'SecretUsage' });
export type SecretUsage = z.infer<typeof secretUsage>;

const secretInRotation = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  createdAt: instantText,
  createdBy: z.string(),
  expiresAt: instantText,
  lastUsedAt: instantText.nullable(),
});

/** How far one client secret has replaced another, as real use shows it (R1.8). */
export const rotation = z
  .object({
    replacement: secretInRotation,
    replaced: secretInRotation,
    step: z
      .enum(['update-system', 'confirm', 'delete'])
      .describe('The next step: the replacement is created already'),
    firstUse: z
      .object({ at: instantText, address: z.string(), userAgent: z.string(), resource: z.string() })
      .nullable()
      .describe('The first token request with the replacement'),
    takenOver: z.boolean(),
    waitingFor: z
      .enum(['replacement-not-valid', 'first-use', 'known-caller', 'idle'])
      .nullable()
      .describe('What is missing until the replacement has taken over'),
    idleAt: instantText
      .nullable()
      .describe('When the replaced secret will have been idle for long enough, unless it is used again'),
    lastTokenEndsAt: instantText
      .nullable()
      .describe('Until when tokens that the replaced secret obtained may live'),
    deletable: z
      .boolean()
      .describe('Taken over, and no token that the replaced secret obtained lives any more'),
    moved: z.array(caller).describe('Callers of the replaced secret that use the replacement'),
    remaining: z.array(caller).describe('Callers of the replaced secret that do not use the replacement yet'),
    others: z.array(caller).describe('Other callers of the replacement: tests, which prove nothing'),
    more: z
      .object({ moved: z.number().int(), remaining: z.number().int(), others: z.number().int() })
      .describe('How many callers of each kind there are beside the last 50'),
  })
  .meta({ id: 'Rotation' });
export type Rotation = z.infer<typeof rotation>;

export const rotations = z.object({ items: z.array(rotation) }).meta({ id: 'Rotations' });
