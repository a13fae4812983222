import { z } from 'zod';

const maxLength = 200;

/** What a list is searched for: any text that is not blank. Addresses are read as JSON, so digits arrive as a number. */
export const searchWords = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.slice(0, maxLength))
  .refine((value) => value.trim() !== '')
  .optional()
  .catch(undefined);

/** An ID that a list is narrowed to. */
export const searchId = z
  .guid()
  .transform((value) => value.toLowerCase())
  .optional()
  .catch(undefined);

/** One of a few values that a list is narrowed to. */
export const searchChoice = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values).optional().catch(undefined);

/** Whether anything narrows a list. */
export const isNarrowed = (filter: object): boolean =>
  Object.values(filter).some((value) => value !== undefined);
