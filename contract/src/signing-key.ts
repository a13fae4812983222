import { z } from 'zod';
import { signingAlgorithm } from './import-file.ts';
import { instantText, page } from './primitives.ts';

/** Where a signing key is in its life; only the first three are in the key set. */
export const signingKeyStatus = z.enum(['next', 'signing', 'verifying', 'retired', 'revoked']);

/** A key that access tokens are signed with: everything but the key itself. */
export const signingKey = z
  .object({
    kid: z.string().describe('Its thumbprint (RFC 7638), which tokens and the key set name'),
    algorithm: signingAlgorithm,
    status: signingKeyStatus.describe(
      'verifying: it signs no more, and tokens that it signed may still be valid; retired: none is; revoked: all of them were declared worthless',
    ),
    publishedAt: instantText,
    signsFrom: instantText.describe('Since when it signs, or from when it is to sign at the earliest'),
    signedUntil: instantText.nullable().describe('From then on it signed no more'),
    retiresAt: instantText.nullable().describe('When it left the key set, or will; null: not known yet'),
    revokedAt: instantText.nullable(),
  })
  .meta({ id: 'SigningKey' });
export type SigningKey = z.infer<typeof signingKey>;

export const signingKeyPage = page(signingKey).meta({ id: 'SigningKeyPage' });

export const signingKeysQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});

export const rotateSigningKeysRequest = z
  .strictObject({
    now: z
      .boolean()
      .default(false)
      .describe('Sign with the next key at once; false: after it was in the key set for a day'),
    revoke: z
      .string()
      .regex(/^[\w-]{43}$/, 'must be the kid of a signing key, as GET /signing-keys lists them')
      .nullable()
      .default(null)
      .describe('The `kid` of a compromised key: it leaves the key set, and its tokens are refused, at once'),
  })
  .nullish()
  .meta({ id: 'RotateSigningKeysRequest' });

export const signingKeyRotation = z
  .object({
    keys: z.array(signingKey).describe('Every key of the key set from now on, and the one that was revoked'),
    notice: z.string().describe('What owners of APIs have to know of this'),
  })
  .meta({ id: 'SigningKeyRotation' });
