import { isDeepStrictEqual } from 'node:util';
import type { UpdateUserRequest } from '@keyturn/contract';
import { findUserByEmail } from '../../store/portal-users.ts';
import type { PortalUserOfOrganisation, PortalUserRow } from '../../store/portal-users.ts';
import type { Tx } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { requireOperator } from '../policy.ts';
import { requireSeen } from '../record-etag.ts';
import { applyUserChange } from './apply-user-change.ts';
import { requireOpenAccount, requireUser } from './find-user.ts';
import { inviteUserAgain, mayBeInvited } from './invite-user.ts';
import { readUserView, userEtag, type UserView } from './list-users.ts';
import { requireAnotherOperator } from './require-another-operator.ts';
import { requireTimeZone } from './check-user-fields.ts';

/**
 * Changes name, e-mail address, status or time zone of an account, by the operator team; `applyUserChange` has what
 * follows from it. An invitation that was not used goes to the new address instead.
 * @throws KeyturnError `not-found`, `record-changed`, `account-closed`, `invalid-request`, `email-taken`, `last-operator`
 */
export function updateUser(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  id: string,
  input: UpdateUserRequest,
  ifMatch?: string,
): Promise<UserView> {
  requireOperator(actor);
  requireTimeZone(input.timeZone ?? null);
  return change(deps, actor, async (tx, record) => {
    const before = rowOf(await requireOpenAccount(tx, id));
    requireSeen(ifMatch, userEtag(before));
    const after = changed(before, input);
    if (!isDeepStrictEqual(before, after)) {
      await requireFreeEmail(tx, after);
      if (before.status === 'active' && after.status !== 'active')
        await requireAnotherOperator(tx, actor, id);
      const { needsInvitation } = await applyUserChange(tx, deps, record, { before, after }, { tell: true });
      const user = await requireUser(tx, id);
      if (needsInvitation && mayBeInvited(user)) await inviteUserAgain(tx, deps, actor, user, record);
    }
    return readUserView(tx, id);
  });
}

const changed = (
  before: PortalUserRow,
  { name, email, status, timeZone }: UpdateUserRequest,
): PortalUserRow => ({
  ...before,
  ...(name === undefined ? {} : { name }),
  ...(email === undefined ? {} : { email, email_folded: fold(email) }),
  ...(status === undefined ? {} : { status }),
  ...(timeZone === undefined ? {} : { time_zone: timeZone }),
});

/** @throws KeyturnError `email-taken` */
export async function requireFreeEmail(
  tx: Tx,
  { id, email, email_folded }: Pick<PortalUserRow, 'id' | 'email' | 'email_folded'>,
): Promise<void> {
  const holder = await findUserByEmail(tx, email_folded);
  if (holder !== undefined && holder.id !== id) throw new KeyturnError('email-taken', { email });
}

function rowOf(user: PortalUserOfOrganisation): PortalUserRow {
  const {
    organisation_name: _name,
    organisation_time_zone: _timeZone,
    organisation_status: _status,
    ...row
  } = user;
  return row;
}
