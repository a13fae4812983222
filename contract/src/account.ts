import { z } from 'zod';
import { instantText, line, searchText } from './primitives.ts';
import { factorKind } from './session.ts';

/** The token of a mailed link, from the part of the address that browsers do not send. */
export const linkToken = z.object({ token: z.string().max(200) }).meta({ id: 'LinkToken' });

export const choosePasswordRequest = z
  .object({ password: z.string().max(1000) })
  .meta({ id: 'ChoosePasswordRequest' });

export const changePasswordRequest = z
  .object({ currentPassword: z.string().max(1000), password: z.string().max(1000) })
  .meta({ id: 'ChangePasswordRequest' });

export const passwordResetRequest = z.object({ email: searchText(254) }).meta({ id: 'PasswordResetRequest' });

export const passwordResetConfirmation = z
  .object({ token: z.string().max(200), password: z.string().max(1000) })
  .meta({ id: 'PasswordResetConfirmation' });

/** A second factor of one's own (R6.2). */
export const factor = z
  .object({
    id: z.string(),
    kind: factorKind,
    name: z.string(),
    createdAt: instantText,
    lastUsedAt: instantText.nullable(),
  })
  .meta({ id: 'Factor' });
export type Factor = z.infer<typeof factor>;

export const account = z
  .object({
    factors: z.array(factor),
    recoveryCodesLeft: z.number().int(),
    passwordChangedAt: instantText,
    freshUntil: instantText.describe('Until when changes of factors need no further proof'),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof account>;

const factorName = line(60).describe('How the owner tells it from others');

/** A TOTP seed that is not yet a factor: its first code makes it one. */
export const totpSeed = z
  .object({
    secret: z.string().describe('The seed in base32, for typing and for hardware tokens'),
    uri: z.string().describe('otpauth: address, for a QR code'),
  })
  .meta({ id: 'TotpSeed' });
export type TotpSeed = z.infer<typeof totpSeed>;

export const confirmTotpRequest = z
  .object({
    code: z
      .string()
      .max(100)
      .transform((value) => value.replace(/\s/g, '')),
    name: factorName,
  })
  .meta({ id: 'ConfirmTotpRequest' });

export const confirmPasskeyRequest = z
  .object({
    response: z.looseObject({ id: z.string().max(2000), type: z.literal('public-key') }),
    name: factorName,
  })
  .meta({ id: 'ConfirmPasskeyRequest' });

export const renameFactorRequest = z.object({ name: factorName }).meta({ id: 'RenameFactorRequest' });

/** Shown once; each works once in place of a second factor. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const acceptTermsRequest = z.object({ version: z.number().int() }).meta({ id: 'AcceptTermsRequest' });

/** Terms of use in Markdown: what PostgreSQL can store as it is. */
export const termsText = z
  .string()
  .min(1)
  .max(60_000)
  .regex(/^[^\0\p{Surrogate}]*$/u, 'must not contain NUL or halves of characters');

/** The terms of use in force, in Markdown (R6.1). */
export const terms = z
  .object({ version: z.number().int(), publishedAt: instantText, text: z.string() })
  .meta({ id: 'Terms' });
export type Terms = z.infer<typeof terms>;

export const publishTermsRequest = z
  .object({
    text: termsText,
    supersedes: z
      .number()
      .int()
      .nullable()
      .optional()
      .describe('The version that it was made from, null for none: refused when another is in force by now'),
  })
  .meta({ id: 'PublishTermsRequest' });
export type PublishTermsRequest = z.infer<typeof publishTermsRequest>;
