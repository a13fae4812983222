import { randomUUID } from 'node:crypto';
import { findSignInByEmail } from '../../store/accounts.ts';
import { findOperatorOrganisation } from '../../store/organisations.ts';
import { insertPortalUsers } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { createAccountLink } from './account-link.ts';

const lifetimeMs = 24 * 60 * 60 * 1000;

/**
 * Makes an operator account and the link to set it up, valid for 24 hours. For an operator who has not finished, a new
 * link.
 * @throws KeyturnError `email-taken` when the address belongs to somebody who is no operator or is set up already
 */
export function inviteOperator(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  { email, name }: { email: string; name: string },
): Promise<{ url: string; expiresAt: Date }> {
  return change(deps, actor, async (tx, record) => {
    const organisation = await findOperatorOrganisation(tx);
    if (organisation === undefined) throw new Error('the operator’s organisation is missing');
    const existing = await findSignInByEmail(tx, fold(email));
    if (
      existing !== undefined &&
      (existing.role !== 'operator' || existing.has_factor || !existing.is_active)
    )
      throw new KeyturnError('email-taken', { email });
    const id = existing?.id ?? randomUUID();
    if (existing === undefined)
      await insertPortalUsers(tx, [
        {
          id,
          organisation_id: organisation.id,
          email,
          email_folded: fold(email),
          name,
          role: 'operator',
          locale: 'en',
          time_zone: null,
          status: 'active',
          created_at: deps.clock.now(),
        },
      ]);
    record({
      action: 'user.invited',
      target: { type: 'user', id, name },
      after: { email, role: 'operator' },
    });
    return createAccountLink(tx, deps, id, 'invitation', lifetimeMs);
  });
}
