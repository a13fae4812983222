import type { Tx } from '../../store/db.ts';
import { findPortalUser, type PortalUserOfOrganisation } from '../../store/portal-users.ts';
import { KeyturnError } from '../errors.ts';

/** @throws KeyturnError `not-found` */
export async function requireUser(tx: Tx, id: string): Promise<PortalUserOfOrganisation> {
  const user = await findPortalUser(tx, id);
  if (user === undefined) throw new KeyturnError('not-found');
  return user;
}

/**
 * A user whose account can still be changed.
 * @throws KeyturnError `not-found`, `account-closed`
 */
export async function requireOpenAccount(tx: Tx, id: string): Promise<PortalUserOfOrganisation> {
  const user = await requireUser(tx, id);
  if (user.status === 'closed') throw new KeyturnError('account-closed', { name: user.name });
  return user;
}
