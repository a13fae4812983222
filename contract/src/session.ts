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
      .describe('The six digits that an authenticator shows, or a recovery code, or the digits of a mail'),
  })
  .meta({ id: 'VerificationRequest' });

/** What a second factor is: an authenticator's codes (RFC 6238), or a passkey (WebAuthn). */
export const factorKind = z.enum(['totp', 'passkey']);
export type FactorKind = z.infer<typeof factorKind>;

/**
 * What somebody who is signing in, or setting up an account, has to do next; a reload goes on there.
 * `second-factor`: prove one; `enrolment-code`: enter the digits that were mailed; `enrolment`: add a second factor;
 * `password`, `terms`: choose, accept; `done`: signed in.
 */
export const signInProgress = z
  .object({
    next: z.enum(['password', 'terms', 'enrolment-code', 'enrolment', 'second-factor', 'done']),
    setUp: z.boolean().describe('An account is being set up from an invitation'),
    user: z.object({ name: z.string(), email: z.string() }),
    organisation: z.object({ name: z.string() }),
    factors: z.array(factorKind).describe('The kinds of second factor that the account has'),
    termsVersion: z
      .number()
      .int()
      .nullable()
      .describe('The terms that have to be accepted during the set-up'),
  })
  .meta({ id: 'SignInProgress' });
export type SignInProgress = z.infer<typeof signInProgress>;

/** Whose account an invitation is for; reading it uses nothing up. */
export const invitation = z
  .object({
    user: z.object({ name: z.string(), email: z.string() }),
    organisation: z.object({ name: z.string() }),
    termsVersion: z.number().int().nullable().describe('The terms that have to be accepted'),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** Who is signed in, for the portal's top bar and texts. */
export const session = z
  .object({
    id: z.string(),
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(['member', 'operator']),
      locale: z.string(),
      timeZone: z.string(),
    }),
    organisation: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    mfaAt: instantText.describe('When a second factor was last entered'),
    coversAt: instantText.describe('An hour after the last input: the page is covered (R6.3)'),
    endsAt: instantText.describe('Two hours after the last input, or twelve after sign-in (R6.3)'),
    termsToAccept: z.number().int().nullable().describe('New terms, to be accepted before anything else'),
    recoveryCodesLeft: z.number().int(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

/** One place where somebody is signed in. */
export const sessionItem = z
  .object({
    id: z.string(),
    current: z.boolean(),
    device: z.string().describe('For example: Firefox on Windows'),
    address: z.string(),
    startedAt: instantText,
    lastInputAt: instantText,
  })
  .meta({ id: 'SessionItem' });
export type SessionItem = z.infer<typeof sessionItem>;

/** What a browser answers to a passkey request; checked by the WebAuthn library. */
export const passkeyResponse = z
  .object({ response: z.looseObject({ id: z.string().max(2000), type: z.literal('public-key') }) })
  .meta({ id: 'PasskeyResponse' });

/** The options with which a browser asks for a passkey (WebAuthn). */
export const passkeyOptions = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' });

/** What every page shows, signed in or not. */
export const portal = z
  .object({
    operatorName: z.string(),
    logoUrl: z.string().nullable().describe('The operator’s logo; null: none'),
    supportEmail: z.string(),
    apiGuideUrl: z.string(),
    privacyUrl: z.string().nullable().describe('The operator’s privacy notice'),
    termsVersion: z.number().int().nullable().describe('The terms of use in force; null: none are published'),
    tokenUrl: z.string().describe('The token endpoint'),
    introspectionUrl: z.string().describe('The introspection endpoint'),
    connectivityUrl: z.string(),
    version: z.string(),
    demo: z.boolean(),
  })
  .meta({ id: 'Portal' });
export type Portal = z.infer<typeof portal>;
