import { findAccountLink, useAccountLink, type AccountLinkRow } from '../../store/account-links.ts';
import { findAccount, findSignInByEmail, putPassword } from '../../store/accounts.ts';
import type { Db } from '../../store/db.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import { deleteSessions, type SessionRow } from '../../store/sessions.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { hashOpaqueToken } from '../opaque-token.ts';
import type { RequestOrigin } from '../session/device.ts';
import { moveSession, pendingActor, startSession, termsToAccept, userOf } from '../session/sessions.ts';
import { inviteUserAgain } from '../user/invite-user.ts';
import { userTarget } from '../user/user-target.ts';
import { hashPassword, requireStrongPassword } from './password.ts';

type SetUpDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/**
 * Uses up an invitation, by its button, and answers the value of the cookie with which this browser goes on.
 * @throws KeyturnError `set-up-link-invalid`, `set-up-link-expired`
 */
export async function beginSetUp(deps: SetUpDeps, token: string, origin: RequestOrigin): Promise<string> {
  const link = await findInvitation(deps, deps.db, token);
  if (isExpired(deps, link)) throw expired(deps, link);
  return change(deps, { ...systemActor, address: origin.address }, async (tx, record) => {
    if (!(await useAccountLink(tx, link.id, deps.clock.now()))) throw invalid(deps);
    await deleteSessions(tx, link.user_id);
    record({ action: 'user.set-up-begun', target: userTarget({ id: link.user_id, name: link.user_name }) });
    return startSession({ db: tx, clock: deps.clock }, link.user_id, {
      stage: 'set-up',
      mfaAt: null,
      amr: [],
      origin,
    });
  });
}

/** Whose account an invitation is for. */
export type InvitedAccount = { link: AccountLinkRow; termsVersion: number | null };

/**
 * Tells whose account an invitation sets up, and uses nothing up.
 * @throws KeyturnError `set-up-link-invalid`, `set-up-link-expired`
 */
export async function readInvitation(deps: SetUpDeps, token: string): Promise<InvitedAccount> {
  const link = await findInvitation(deps, deps.db, token);
  if (isExpired(deps, link)) throw expired(deps, link);
  return { link, termsVersion: await termsToAccept(deps.db, link) };
}

/**
 * Mails a new link to the address of one that has expired.
 * @throws KeyturnError `set-up-link-invalid`
 */
export async function renewInvitation(deps: SetUpDeps, token: string, address: string): Promise<void> {
  await findInvitation(deps, deps.db, token);
  await change(deps, { ...systemActor, address }, async (tx, record) => {
    const link = await findInvitation(deps, tx, token);
    if (!isExpired(deps, link)) throw invalid(deps);
    // An account that was set up once lost its factors: its mailbox must not be its only key for longer than asked for.
    const account = await findAccount(tx, link.user_id);
    if (account !== undefined && account.set_up_at !== null) throw invalid(deps);
    const user = await findPortalUser(tx, link.user_id);
    if (user !== undefined) await inviteUserAgain(tx, deps, systemActor, user, record);
  });
}

/**
 * Chooses the password of an account that is being set up.
 * Answers the cookie's new value: a set-up that ended meanwhile changes nothing.
 * @throws KeyturnError `sign-in-failed`, `password-too-short`, `password-weak`, `no-longer-authenticated`
 */
export async function choosePassword(
  deps: SetUpDeps,
  session: SessionRow,
  password: string,
  address: string,
): Promise<string> {
  if (session.stage !== 'set-up') throw new KeyturnError('sign-in-failed');
  await requireStrongPassword(deps, password, session);
  const passwordHash = await hashPassword(password);
  const now = deps.clock.now();
  return change(deps, pendingActor(session, address, now), async (tx, record) => {
    const token = await moveSession(tx, deps, session, { stage: 'set-up', mfaAt: null, amr: ['pwd'] });
    await putPassword(tx, {
      user_id: session.user_id,
      password_hash: passwordHash,
      password_changed_at: now,
    });
    record({
      action: 'user.password-set',
      target: userTarget(userOf(session)),
    });
    return token;
  });
}

/** An unused invitation of an account without a second factor: one that has any is not opened by a mailbox alone. */
async function findInvitation(deps: SetUpDeps, db: Db, token: string): Promise<AccountLinkRow> {
  const link = await findAccountLink(db, 'invitation', hashOpaqueToken(token));
  if (link === undefined || link.ended_at !== null) throw invalid(deps);
  const account = await findSignInByEmail(db, fold(link.user_email));
  if (account === undefined || account.has_factor) throw invalid(deps);
  return link;
}

const isExpired = ({ clock }: Pick<Deps, 'clock'>, { expires_at }: AccountLinkRow): boolean =>
  clock.now() >= expires_at;

const invalid = ({ config }: Pick<Deps, 'config'>): KeyturnError =>
  new KeyturnError('set-up-link-invalid', { support: config.supportEmail });

/** Tells where a new link would go, without telling the whole address to whoever found an old link. */
function expired({ config }: Pick<Deps, 'config'>, { user_email }: AccountLinkRow): KeyturnError {
  const email = user_email.replace(/^(.)[^@]*/, '$1…');
  return new KeyturnError('set-up-link-expired', { email, support: config.supportEmail }, [
    { path: 'email', message: email },
  ]);
}
