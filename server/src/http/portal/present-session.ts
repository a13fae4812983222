import type { Session } from '@keyturn/contract';
import type { OpenSession } from '../../domain/session/sessions.ts';

/** Who is signed in, as the portal API answers it. */
export const presentSession = ({ row, mfaAt, endsAt }: OpenSession): Session => ({
  user: {
    id: row.user_id,
    name: row.user_name,
    email: row.user_email,
    role: row.user_role,
    locale: row.user_locale,
    timeZone: row.user_time_zone ?? row.organisation_time_zone,
  },
  organisation: {
    id: row.organisation_id,
    name: row.organisation_name,
    timeZone: row.organisation_time_zone,
  },
  mfaAt: mfaAt.toISOString(),
  endsAt: endsAt.toISOString(),
});
