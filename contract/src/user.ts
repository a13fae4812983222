import { z } from 'zod';
import { instant, instantText, line, page, searchText, uuid } from './primitives.ts';

const status = z.enum(['invited', 'active', 'disabled', 'closed']);
const email = z.email().max(254);

/** A portal user, as the operator team sees them (R6.1). */
export const user = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().describe('Empty once the account is closed'),
    role: z.enum(['member', 'operator']),
    organisation: z.object({ id: z.string(), name: z.string() }),
    locale: z.string(),
    timeZone: z.string().nullable().describe('null: that of the organisation'),
    status: status.describe('`invited`: not set up yet'),
    invitation: z
      .object({ sentAt: instantText, expiresAt: instantText })
      .nullable()
      .describe('The last invitation that was neither used nor revoked'),
    factors: z.number().int().describe('How many second factors the account has'),
    manages: z.array(z.object({ clientId: z.string(), name: z.string() })),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const users = page(user).meta({ id: 'Users' });

export const usersQuery = z.object({
  search: searchText(200).optional().describe('Part of the name or of the e-mail address'),
  organisation: uuid.optional(),
  status: status.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});
export type UsersQuery = z.infer<typeof usersQuery>;

/** The organisation's confirmation that somebody may hold the role (R5.1). */
export const managerConfirmation = z
  .strictObject({
    confirmedBy: line(100).describe('Who at the organisation confirmed it'),
    confirmedAt: instant,
    reference: line(200).describe('Where the confirmation is kept, for example a ticket'),
  })
  .meta({ id: 'ManagerConfirmation' });

export const createUserRequest = z
  .strictObject({
    id: uuid.optional().describe('Left out: generated'),
    organisationId: uuid.optional().describe('Left out for the operator team'),
    name: line(100),
    email: email,
    role: z.enum(['member', 'operator']).default('member'),
    locale: z.string().max(35).default('en'),
    timeZone: z.string().max(64).nullable().default(null),
    manages: z
      .array(managerConfirmation.extend({ clientId: uuid }))
      .max(50)
      .default([])
      .describe('Roles that come with the account; one mail tells of all'),
  })
  .meta({ id: 'CreateUserRequest' });
export type CreateUserRequest = z.infer<typeof createUserRequest>;

export const updateUserRequest = z
  .strictObject({
    name: line(100),
    email: email,
    status: z.enum(['active', 'disabled']),
    timeZone: z.string().max(64).nullable(),
  })
  .partial()
  .meta({ id: 'UpdateUserRequest' });
export type UpdateUserRequest = z.infer<typeof updateUserRequest>;
