import type { Tx } from '../../store/db.ts';
import { isCurrentSession } from '../../store/sessions.ts';
import {
  countActiveMembers,
  findCurrentTerms,
  findTerms,
  insertTerms,
  insertTermsAcceptance,
  listTermsVersions,
  type TermsRow,
  type TermsVersionRow,
} from '../../store/terms.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { requireOperator, storedActor, type PastActor } from '../policy.ts';
import { pendingActor, type SessionRow } from '../session/sessions.ts';
import { userTarget } from '../user/user-target.ts';

/** @throws KeyturnError `not-found` when none are published */
export async function readTerms({ db }: Pick<Deps, 'db'>): Promise<TermsRow> {
  const terms = await findCurrentTerms(db);
  if (terms === undefined) throw new KeyturnError('not-found');
  return terms;
}

/** The version in force; null: none are published. */
export const termsInForce = async ({ db }: Pick<Deps, 'db'>): Promise<number | null> =>
  (await findCurrentTerms(db))?.version ?? null;

/** One page of versions, newest first, for the operator team. @throws KeyturnError `not-found` for anybody else */
export async function readTermsVersions(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { before, limit }: { before: number | null; limit: number },
): Promise<{ versions: TermsVersionRow[]; next: number | null; activeMembers: number }> {
  requireOperator(actor);
  const rows = await listTermsVersions(db, { before: before ?? undefined, limit: limit + 1 });
  const { shown, last } = pageOf(rows, limit);
  return { versions: shown, next: last?.version ?? null, activeMembers: await countActiveMembers(db) };
}

/** A version that was ever published, with its text. @throws KeyturnError `not-found` */
export async function readTermsVersion(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  version: number,
): Promise<TermsRow> {
  requireOperator(actor);
  const terms = await findTerms(db, version);
  if (terms === undefined) throw new KeyturnError('not-found');
  return terms;
}

/**
 * Publishes terms of use, in Markdown; members accept them before they go on (R6.1). A text that is in force already
 * stays as it is. `supersedes`: the version that whoever wrote them had seen, null for none.
 * @throws KeyturnError `not-found`, `record-changed` when another version is in force by now
 */
export function publishTerms(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  { text, supersedes }: { text: string; supersedes?: number | null | undefined },
): Promise<TermsRow> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const version = (await findCurrentTerms(tx))?.version ?? null;
    if (supersedes !== undefined && supersedes !== version) throw new KeyturnError('record-changed');
    return putTerms(tx, deps, record, text, storedActor(actor));
  });
}

/** Publishes terms in a change that is under way, unless they are in force already. */
export async function putTerms(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  record: (event: Recorded) => void,
  text: string,
  by: PastActor,
): Promise<TermsRow> {
  const current = await findCurrentTerms(tx);
  if (current?.text === text) return current;
  const version = (current?.version ?? 0) + 1;
  const terms = { version, text, published_at: clock.now(), published_by: by };
  await insertTerms(tx, terms);
  record({
    action: 'terms.published',
    target: { type: 'terms', id: String(version), name: `version ${version}` },
  });
  return terms;
}

/**
 * Records that somebody accepts the terms in force, during the set-up of their account or later.
 * @throws KeyturnError `terms-outdated` when others are in force, `sign-in-failed`, `no-longer-authenticated`
 */
export function acceptTerms(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  session: SessionRow,
  version: number,
  address: string,
): Promise<void> {
  if (session.stage !== 'open' && session.stage !== 'set-up') throw new KeyturnError('sign-in-failed');
  const actor = pendingActor(session, address, deps.clock.now());
  return change(deps, actor, async (tx, record) => {
    if (!(await isCurrentSession(tx, session))) throw new KeyturnError('no-longer-authenticated');
    if ((await findCurrentTerms(tx))?.version !== version) throw new KeyturnError('terms-outdated');
    await recordAcceptance(tx, deps, record, actor, version);
  });
}

/** Writes down that somebody accepted a version of the terms, in a change that is under way. */
export async function recordAcceptance(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  record: (event: Recorded) => void,
  user: { id: string; name: string },
  version: number,
): Promise<void> {
  await insertTermsAcceptance(tx, { user_id: user.id, version, accepted_at: clock.now() });
  record({ action: 'terms.accepted', target: userTarget(user), after: { version } });
}
