import { z } from 'zod';
import { instantText } from './primitives.ts';

/** The system that applications come from. */
export const formerSystem = z.enum(['entra']);
export type FormerSystem = z.infer<typeof formerSystem>;

/** A client secret of the former system: it works there, never here, and people are reminded of it until it is gone. */
export const secretElsewhere = z
  .object({
    id: z.string(),
    name: z.string().describe('As that system has it; its ID there when it has none'),
    hint: z.string().nullable().describe('The first characters of the value; null: that system does not say'),
    expiresAt: instantText,
    system: formerSystem,
  })
  .meta({ id: 'SecretElsewhere' });
export type SecretElsewhere = z.infer<typeof secretElsewhere>;
