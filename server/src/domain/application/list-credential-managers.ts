import { managersOfOrganisationOf } from '../../store/credential-managers.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { requireMember } from '../policy.ts';

/**
 * Who at the caller's own organisation manages credentials, by name: whom somebody without the role asks first (R1.1).
 * @throws KeyturnError `not-found` for everybody who is not a signed-in member
 */
export function listCredentialManagers(deps: Pick<Deps, 'db'>, actor: Actor): Promise<{ name: string }[]> {
  const { userId } = requireMember(actor);
  return managersOfOrganisationOf(deps.db, userId);
}
