import { z } from 'zod';
import { instant, uuid } from './primitives.ts';

// What Microsoft writes as null and what it leaves out means the same: there is none.
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

// But what is left out of a whole list, as by --query, or null there, is not known: an application without any has `[]`.
const knownListOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? null);

// Names were typed somewhere else, under other rules: what cannot be shown or stored is taken out.
const foreignText = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) =>
      (value ?? '')
        .slice(0, max)
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]+/gu, ' ')
        .normalize('NFC')
        .trim(),
    );

/** A client secret as Entra lists it: its value cannot leave Entra, its name and expiry can. */
const entraPasswordCredential = z.object({
  keyId: uuid,
  displayName: foreignText(200),
  hint: foreignText(10),
  endDateTime: instant,
});

/**
 * What is read of an application in the JSON of `az ad app list`; all else in it is ignored.
 * @see https://learn.microsoft.com/graph/api/resources/application
 */
export const entraApplication = z.object({
  appId: uuid,
  displayName: foreignText(256),
  identifierUris: listOf(z.string()),
  appRoles: listOf(
    z.object({
      value: z.string().nullish(),
      isEnabled: z.boolean().nullish(),
      allowedMemberTypes: listOf(z.string()),
    }),
  ),
  requiredResourceAccess: knownListOf(
    z.object({ resourceAppId: z.string().transform((id) => id.toLowerCase()) }),
  ).describe('null: the list does not say'),
  passwordCredentials: knownListOf(entraPasswordCredential).describe('null: the list does not say'),
});
export type EntraApplication = z.infer<typeof entraApplication>;
