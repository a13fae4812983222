import { z } from 'zod';
import { instantText, searchText } from './primitives.ts';

export const signInRequest = z
  .object({ email: searchText(254), password: z.string().max(1000) })
  .meta({ id: 'SignInRequest' });

export const verificationRequest = z
  .object({
    code: z
      .string()
      .max(100)
      .transform((value) => value.replace(/\s/g, ''))
      .describe('The six digits that the authenticator shows'),
  })
  .meta({ id: 'VerificationRequest' });

/** What a right password leads to: the second factor (R1.1). */
export const signInAnswer = z.object({ next: z.literal('verification-code') }).meta({ id: 'SignInAnswer' });

/** Who is signed in, for the portal's top bar and texts. */
export const session = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(['member', 'operator']),
      locale: z.string(),
      timeZone: z.string(),
    }),
    organisation: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    mfaAt: instantText.describe('When the second factor was entered'),
    endsAt: instantText.describe('Twelve hours after sign-in (R6.3)'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

/** What every page shows, signed in or not. */
export const portal = z
  .object({
    operatorName: z.string(),
    supportEmail: z.string(),
    apiGuideUrl: z.string(),
    tokenUrl: z.string().describe('The token endpoint'),
    connectivityUrl: z.string(),
    version: z.string(),
    demo: z.boolean(),
  })
  .meta({ id: 'Portal' });
export type Portal = z.infer<typeof portal>;
