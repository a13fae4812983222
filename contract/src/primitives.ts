import { z } from 'zod';

/** A UUID in any letter case; lower case inside, so that equal identifiers are equal strings. */
export const uuid = z
  .guid('must be a UUID')
  .transform((value) => value.toLowerCase())
  .meta({ format: 'uuid' });

/** An instant as ISO 8601 with a zone, parsed to a `Date`. */
export const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

/** An instant as the portal API answers it: ISO 8601 in UTC. */
export const instantText = z.iso.datetime();

// PostgreSQL cannot store U+0000, nor half of a surrogate pair as it is; the other controls would only hide in a list
// or a mail header.
// eslint-disable-next-line no-control-regex
const noControls = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Surrogate}]*$/u;

// Spaces, formatting and lone combining marks show nothing, nor do fillers, which Unicode counts as letters or symbols.
const someVisible = /[^\p{Z}\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * One line of text a person typed: trimmed, Unicode NFC, 1 to `max` characters, at least one that can be seen, no
 * control characters.
 */
export const line = (max: number) =>
  z
    .string()
    // Told to readers of the OpenAPI document; checked after trimming.
    .meta({ minLength: 1, maxLength: max })
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(max)
        .regex(noControls, 'must not contain control characters or halves of characters')
        .regex(someVisible, 'must contain a character that can be seen'),
    );

/** Any text that can be stored and searched for: without U+0000. */
export const searchText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');

/** The environments an API exists in (R3.3). */
export const environment = z.enum(['production', 'sandbox']);

/** One page of a listing: `next` is the cursor of the following page, or null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
