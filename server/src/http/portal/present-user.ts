import type { User } from '@keyturn/contract';
import type { UserView } from '../../domain/user/list-users.ts';

/** A portal user as the portal API answers them to the operator team. */
export const presentUser = ({ user, status, roles }: UserView): User => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  organisation: { id: user.organisation_id, name: user.organisation_name },
  locale: user.locale,
  timeZone: user.time_zone,
  status,
  invitation:
    user.invited_at === null || user.invitation_expires_at === null
      ? null
      : { sentAt: user.invited_at.toISOString(), expiresAt: user.invitation_expires_at.toISOString() },
  factors: Number(user.factors),
  manages: roles.map(({ application_id, application_name }) => ({
    clientId: application_id,
    name: application_name,
  })),
});
