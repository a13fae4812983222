import type { SigningKey } from '@keyturn/contract';
import type { SigningKeyState } from '../../store/signing-keys.ts';
import { text } from '../../messages.ts';
import type { Deps } from '../deps.ts';
import type { Rotation } from './request-rotation.ts';
import { retiresAt, signingKeyStatus } from './signing-key-life.ts';

/** A signing key as the portal API and the command line tell of it. */
export const describeSigningKey = (key: SigningKeyState): SigningKey => ({
  kid: key.kid,
  algorithm: key.algorithm,
  status: signingKeyStatus(key),
  publishedAt: key.created_at.toISOString(),
  signsFrom: (key.signs_since ?? key.due_at).toISOString(),
  signedUntil: key.signs_since === null ? null : (key.stopped_at?.toISOString() ?? null),
  retiresAt: retiresAt(key)?.toISOString() ?? null,
  revokedAt: key.revoked_at?.toISOString() ?? null,
});

/** A rotation, with what owners of APIs have to know of it. */
export const describeRotation = (
  { config }: Pick<Deps, 'config'>,
  { kind, keys }: Rotation,
): { keys: SigningKey[]; notice: string } => ({
  keys: keys.map(describeSigningKey),
  notice: text(`signing-key.notice.${kind}`, { jwksUrl: `${config.publicUrl}/oauth2/jwks` }),
});
