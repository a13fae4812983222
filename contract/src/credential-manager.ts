import { z } from 'zod';

/** Who holds the credential manager role at the caller's organisation: whom to ask first for it (R1.1). */
export const credentialManagers = z
  .object({ items: z.array(z.object({ name: z.string() })) })
  .meta({ id: 'CredentialManagers' });
