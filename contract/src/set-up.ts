import { z } from 'zod';

/** The token of a set-up link, from the part of the address that browsers do not send. */
export const setUpToken = z.object({ token: z.string().max(200) }).meta({ id: 'SetUpToken' });

export const choosePasswordRequest = z
  .object({ password: z.string().max(1000) })
  .meta({ id: 'ChoosePasswordRequest' });

/** How far somebody is in setting up their account; a reload goes on where they were. */
export const setUp = z
  .object({
    user: z.object({ name: z.string(), email: z.string() }),
    organisation: z.object({ name: z.string() }),
    step: z.enum(['password', 'authenticator']),
    totp: z.object({
      secret: z.string().describe('The seed in base32, for typing and for hardware tokens'),
      uri: z.string().describe('otpauth: address, for a QR code'),
    }),
  })
  .meta({ id: 'SetUp' });
export type SetUp = z.infer<typeof setUp>;
