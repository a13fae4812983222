import { findApplication } from '../../store/applications.ts';
import { findCredentialManager } from '../../store/credential-managers.ts';
import { text } from '../../messages.ts';
import type { PortalUserOfOrganisation } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator, visibilityFor } from '../policy.ts';
import { requireOpenAccount } from '../user/find-user.ts';
import { announceRoles } from './announce-roles.ts';
import { isSameRole, putRole } from './role.ts';

/** The organisation's confirmation that somebody may hold the role. */
export type Confirmation = { confirmedBy: string; confirmedAt: Date; reference: string };

/**
 * Makes somebody of the application's organisation a credential manager of it, as the organisation confirmed (R5.1), or
 * replaces that confirmation. They and the other managers are mailed once.
 * @throws KeyturnError `not-found`, `account-closed`, `account-disabled`, `invalid-request`
 */
export function assignCredentialManager(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  { clientId, userId }: { clientId: string; userId: string },
  confirmation: Confirmation,
): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const application = await findApplication(tx, clientId, visibilityFor(actor));
    if (application === undefined) throw new KeyturnError('not-found');
    const user = await requireOpenAccount(tx, userId);
    requireMayHoldRole(user, application);
    if (user.status !== 'active') throw new KeyturnError('account-disabled', { name: user.name });
    if (confirmation.confirmedAt > deps.clock.now())
      throw refused('confirmedAt', 'import.confirmed-in-future');

    const before = (await findCredentialManager(tx, clientId, userId)) ?? null;
    const row = {
      application_id: clientId,
      user_id: userId,
      confirmed_by: confirmation.confirmedBy,
      confirmed_at: confirmation.confirmedAt,
      reference: confirmation.reference,
      assigned_at: before?.assigned_at ?? deps.clock.now(),
    };
    if (before !== null && isSameRole(before, row)) return;
    await putRole(tx, record, user, row, before);
    if (before === null) await announceRoles(tx, deps, actor, record, [row], new Set());
  });
}

/** A member of the application's own organisation; operators hold no manager role. */
function requireMayHoldRole(user: PortalUserOfOrganisation, application: { organisation_id: string }): void {
  if (user.role === 'operator') throw refused('userId', 'import.manager-operator');
  if (user.organisation_id !== application.organisation_id)
    throw refused('userId', 'import.manager-organisation');
}

const refused = (path: string, key: Parameters<typeof text>[0]): KeyturnError =>
  new KeyturnError('invalid-request', {}, [{ path, message: text(key) }]);
