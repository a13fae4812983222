import { z } from 'zod';
import { importedOrganisation } from './import-file.ts';
import { instantText, line, page, searchText, uuid } from './primitives.ts';

/** A member organisation, as the operator team sees it. */
export const organisation = z
  .object({
    id: z.string(),
    kind: z.enum(['member', 'operator']).describe('`operator`: the operator’s own'),
    name: z.string(),
    country: z.string().describe('ISO 3166 alpha-2'),
    timeZone: z.string(),
    locale: z.string(),
    sharedMailbox: z.string().nullable().describe('Told of what credential managers are told'),
    status: z.enum(['active', 'disabled']),
    disabledReason: z.string().nullable(),
    createdAt: instantText,
    applications: z.number().int().describe('How many it has'),
    users: z.number().int().describe('How many that are not closed'),
  })
  .meta({ id: 'Organisation' });
export type Organisation = z.infer<typeof organisation>;

export const organisationPage = page(organisation).meta({ id: 'OrganisationPage' });

export const organisationsQuery = z.object({
  search: searchText(200)
    .optional()
    .describe('Part of the name (one or two letters: its beginning), or how the ID begins'),
  status: z.enum(['active', 'disabled']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});
export type OrganisationsQuery = z.infer<typeof organisationsQuery>;

export const createOrganisationRequest = importedOrganisation
  .extend({ id: uuid.optional().describe('Left out: generated') })
  .meta({ id: 'CreateOrganisationRequest' });
export type CreateOrganisationRequest = z.infer<typeof createOrganisationRequest>;

const { name, country } = importedOrganisation.shape;
export const updateOrganisationRequest = z
  .strictObject({
    name,
    country,
    timeZone: z.string().max(100),
    locale: z.string().max(35),
    sharedMailbox: z.email().max(254).nullable(),
    status: z.enum(['active', 'disabled']),
    disabledReason: line(500).nullable().describe('What its managers are mailed; disabling takes one'),
  })
  .partial()
  .meta({ id: 'UpdateOrganisationRequest' });
export type UpdateOrganisationRequest = z.infer<typeof updateOrganisationRequest>;
