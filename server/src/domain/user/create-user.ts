import { randomUUID } from 'node:crypto';
import type { CreateUserRequest } from '@keyturn/contract';
import { insertPortalUsers } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';
import { announceRoles } from '../credential-manager/announce-roles.ts';
import { putRole } from '../credential-manager/role.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { requireOperator } from '../policy.ts';
import { checkNewUser } from './check-new-user.ts';
import { requireUser } from './find-user.ts';
import { inviteUser } from './invite-user.ts';
import { readUserView, type UserView } from './list-users.ts';
import { requireFreeEmail } from './update-user.ts';
import { userTarget } from './user-target.ts';

/**
 * Makes an account, by the operator team, with the credential manager roles that its organisation confirmed, and mails
 * one invitation that tells of all (R6.1, R5.1); managers of the same applications are told too.
 * @throws KeyturnError `invalid-request` with every field that does not fit, `email-taken`
 */
export function createUser(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  input: CreateUserRequest,
): Promise<UserView> {
  requireOperator(actor);
  const now = deps.clock.now();
  return change(deps, actor, async (tx, record) => {
    const { organisationId, problems } = await checkNewUser(tx, input, now);
    if (problems.length > 0 || organisationId === null)
      throw new KeyturnError('invalid-request', {}, problems);
    const row = {
      id: input.id ?? randomUUID(),
      organisation_id: organisationId,
      email: input.email,
      email_folded: fold(input.email),
      name: input.name,
      role: input.role,
      locale: input.locale,
      time_zone: input.timeZone,
      status: 'active' as const,
      created_at: now,
    };
    await requireFreeEmail(tx, row);
    await insertPortalUsers(tx, [row]);
    record({ action: 'user.created', target: userTarget(row), after: recordedValues(row) });
    const roles = input.manages.map(({ clientId, confirmedBy, confirmedAt, reference }) => ({
      application_id: clientId,
      user_id: row.id,
      confirmed_by: confirmedBy,
      confirmed_at: confirmedAt,
      reference,
      assigned_at: now,
    }));
    for (const role of roles) await putRole(tx, record, row, role, null);
    await inviteUser(tx, deps, actor, await requireUser(tx, row.id));
    await announceRoles(tx, deps, actor, record, roles, new Set([row.id]));
    return readUserView(tx, row.id);
  });
}
