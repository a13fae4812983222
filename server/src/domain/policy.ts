import type { Visibility } from '../store/applications.ts';
import type { StoredActor } from '../store/schema.ts';
import type { Actor } from './audit/actor.ts';
import { KeyturnError } from './errors.ts';

/** Who did something, as it is told to others later, even when the account is gone. */
export type PastActor = StoredActor;

type Person = Extract<Actor, { kind: 'user' }>;

/** In what capacity somebody deals with an application that they may see. */
type Capacity = 'manager' | 'operator' | 'application-itself';

/** Which applications `actor` sees; to them everything else does not exist (R3.4). */
export function visibilityFor(actor: Actor): Visibility {
  switch (capacityOf(actor)) {
    case 'operator':
      return { kind: 'all' };
    case 'manager':
      return { kind: 'managed-by', userId: actor.id ?? '' };
    case 'application-itself':
      return { kind: 'only', id: actor.id ?? '' };
  }
}

/** Whether `actor` sees every application there is, whoever manages it. */
export const seesEveryApplication = (actor: Actor): boolean => visibilityFor(actor).kind === 'all';

function capacityOf(actor: Actor): Capacity {
  if (actor.kind === 'application') return 'application-itself';
  return actor.kind === 'user' && actor.role === 'member' ? 'manager' : 'operator';
}

type ManagedApplication = { self_managed: boolean };
type SecretOrigin = { id: string; created_by_secret_id: string | null };

/**
 * Creating a client secret: its credential managers, and a self-managed application. Operators hand applications over
 * without a secret (R3.1).
 */
export function requireMayCreateSecret(actor: Actor, application: ManagedApplication): void {
  require(capacityOf(actor) === 'manager' || managesItself(actor, application));
}

/**
 * Deleting: credential managers; a self-managed application deletes the secret that created the one it speaks with,
 * and those which that one created, but never that one itself.
 */
export function requireMayDeleteSecret(
  actor: Actor,
  application: ManagedApplication,
  secret: SecretOrigin,
  own: SecretOrigin | null,
): void {
  require(
    capacityOf(actor) === 'manager' ||
      (managesItself(actor, application) &&
        own !== null &&
        secret.id !== own.id &&
        (secret.created_by_secret_id === own.id || own.created_by_secret_id === secret.id)),
  );
}

/** Naming what a secret replaces: credential managers; a self-managed application for the secrets it created. */
export function requireMayUpdateSecret(
  actor: Actor,
  application: ManagedApplication,
  secret: SecretOrigin,
): void {
  require(
    capacityOf(actor) === 'manager' ||
      (managesItself(actor, application) &&
        actor.kind === 'application' &&
        secret.created_by_secret_id === actor.secretId),
  );
}

/** Disabling and enabling: credential managers and operators, never the application itself. */
export function requireMayDisableSecret(actor: Actor): void {
  require(capacityOf(actor) !== 'application-itself');
}

/** Saying that a secret of the former system is gone: whoever is reminded of it. */
export function requireMayMarkSecretGone(actor: Actor): void {
  require(capacityOf(actor) !== 'application-itself');
}

/** Only an operator enables what an operator disabled. */
export function requireMayEnableSecret(actor: Actor, disabledBy: PastActor | null): void {
  requireMayDisableSecret(actor);
  if (disabledBy?.kind === 'operator' && capacityOf(actor) !== 'operator')
    throw new KeyturnError('disabled-by-operator');
}

/** Whether disabling what others disabled changes anything: an operator's word is the one that counts. */
export const takesOverDisabling = (actor: Actor, disabledBy: PastActor | null): boolean =>
  capacityOf(actor) === 'operator' && disabledBy?.kind !== 'operator';

const freshFactorMinutes = 5;

/** Letting an application manage itself: a credential manager who entered the second factor just now. */
export function requireMaySetSelfManaged(actor: Actor, now: Date): void {
  require(actor.kind === 'user' && capacityOf(actor) === 'manager');
  if (actor.kind === 'user') requireFreshFactor(actor, now);
}

/** Until when a second factor that was proved at `mfaAt` counts as fresh. */
export const freshUntil = (mfaAt: Date): Date => new Date(mfaAt.getTime() + freshFactorMinutes * 60_000);

/** Changing what one signs in with: a second factor was proved just now. */
export function requireFreshFactor({ mfaAt }: { mfaAt: Date | null }, now: Date): void {
  if (mfaAt === null || now > freshUntil(mfaAt))
    throw new KeyturnError('fresh-factor-required', { minutes: freshFactorMinutes });
}

/** What only the operator team does (R3.1); to others it does not exist. */
export function requireOperator(actor: Actor): void {
  if (capacityOf(actor) !== 'operator') throw new KeyturnError('not-found');
}

/** Who confirmed the role of a credential manager, and where that is kept (R5.1), is the operator team's own record. */
export const mayReadConfirmations = (actor: Actor): boolean => capacityOf(actor) === 'operator';

/** Who manages credentials at an organisation: its members, who are signed in; to others that does not exist. */
export function requireMember(actor: Actor): { userId: string } {
  if (actor.kind !== 'user' || actor.role !== 'member') throw new KeyturnError('not-found');
  return { userId: actor.id };
}

/** What only somebody who is signed in has, such as a page that is open; to others it does not exist. */
export function requirePerson(actor: Actor): Person {
  if (actor.kind !== 'user') throw new KeyturnError('not-found');
  return actor;
}

/** Seeing what mails look like: whoever is mailed, and the operator team; never an application. */
export function requireMayPreviewMails(actor: Actor): void {
  if (capacityOf(actor) === 'application-itself') throw new KeyturnError('not-found');
}

/**
 * Whom a test mail goes to: people are sent one themselves; an operator client, which has no mailbox, names the user,
 * and operators may.
 * @returns null: an operator client has to name somebody
 */
export function testMailRecipient(actor: Actor, named: string | null): { userId: string } | null {
  if (capacityOf(actor) === 'application-itself') throw new KeyturnError('not-found');
  const own = actor.kind === 'user' ? actor.id : null;
  require(capacityOf(actor) === 'operator' || named === null || named === own);
  const userId = named ?? own;
  return userId === null ? null : { userId };
}

/** From where `actor` would make the mistakes that are told to credential managers; null: they are told of none. */
export const mistakesToldFrom = (actor: Actor): string | null =>
  actor.kind === 'user' && capacityOf(actor) === 'manager' ? actor.address : null;

/** Acting under the terms in force: members; operators publish them. */
export const mustAcceptTerms = (role: Person['role']): boolean => role === 'member';

/** Taking away the last operator who can sign in: the command line, which makes a new way in. */
export const mayRemoveLastOperator = (actor: Actor): boolean => actor.kind === 'command-line';

/** Reading audit log and notification log: operators all; credential managers what is of their applications; nobody else. */
export function logVisibleTo(actor: Actor): { managerId?: string } {
  const capacity = capacityOf(actor);
  if (capacity === 'application-itself') throw new KeyturnError('not-found');
  return capacity === 'manager' && actor.id !== null ? { managerId: actor.id } : {};
}

const managesItself = (actor: Actor, application: ManagedApplication): boolean =>
  actor.kind === 'application' && application.self_managed;

/** How others are told who did something. */
export const storedActor = (actor: Actor): PastActor => ({
  kind: capacityOf(actor) === 'operator' ? 'operator' : actor.kind === 'application' ? 'application' : 'user',
  id: actor.id,
  name: actor.name,
});

function require(permitted: boolean): void {
  if (!permitted) throw new KeyturnError('forbidden');
}
