import { randomUUID } from 'node:crypto';
import type {
  CreateOrganisationRequest,
  OrganisationsQuery,
  UpdateOrganisationRequest,
} from '@keyturn/contract';
import type { Db } from '../../store/db.ts';
import {
  findListedOrganisation,
  listOrganisations as listRows,
  type ListedOrganisationRow,
} from '../../store/organisation-listing.ts';
import { findOrganisation, type OrganisationRow } from '../../store/organisations.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { changeRecord, withChanges, type RecordDeps } from '../federation/change-record.ts';
import { requireReason } from '../federation/require-reason.ts';
import { requireOperator } from '../policy.ts';
import { recordEtag, requireSeen } from '../record-etag.ts';

/** An organisation as the operator team sees it, and the tag of what can be changed of it. */
export type OrganisationView = { row: ListedOrganisationRow; etag: string };

type Position = { nameLower: string; id: string };

/** One page of organisations by name, for the operator team. @throws KeyturnError `not-found` for anybody else */
export async function listOrganisations(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { after, limit, ...filter }: Omit<OrganisationsQuery, 'cursor'> & { after: Position | null },
): Promise<{ views: OrganisationView[]; next: Position | null }> {
  requireOperator(actor);
  const rows = await listRows(db, { ...filter, after: after ?? undefined, limit: limit + 1 });
  const { shown, last } = pageOf(rows, limit);
  return {
    views: shown.map(toView),
    next: last === null ? null : { nameLower: last.name_lower, id: last.id },
  };
}

/** @throws KeyturnError `not-found` */
export async function getOrganisation(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  id: string,
): Promise<OrganisationView> {
  requireOperator(actor);
  return readView(db, id);
}

/** @throws KeyturnError `not-found`, `id-taken`, `invalid-request` */
export async function createOrganisation(
  deps: RecordDeps,
  actor: Actor,
  { id = randomUUID(), ...input }: CreateOrganisationRequest,
): Promise<OrganisationView> {
  await changeRecord(deps, actor, async (tx) => {
    if ((await findOrganisation(tx, id)) !== undefined) throw new KeyturnError('id-taken', { id });
    return { noun: 'organisations', item: { id, ...input } };
  });
  return readView(deps.db, id);
}

/**
 * Changes what is named of an organisation; disabling it stops its people and its applications, tokens too, at once,
 * and takes a reason.
 * @throws KeyturnError `not-found`, `record-changed`, `operator-organisation`, `invalid-request`
 */
export async function updateOrganisation(
  deps: RecordDeps,
  actor: Actor,
  id: string,
  changes: UpdateOrganisationRequest,
  ifMatch: string | undefined,
): Promise<OrganisationView> {
  await changeRecord(deps, actor, async (tx) => {
    const row = await findOrganisation(tx, id);
    if (row === undefined) throw new KeyturnError('not-found');
    requireSeen(ifMatch, tagOf(row));
    if (row.kind === 'operator' && changes.status === 'disabled')
      throw new KeyturnError('operator-organisation');
    const changed = withChanges(statedBy(row), changes);
    requireReason(changes, changed);
    return { noun: 'organisations', item: { id, ...changed } };
  });
  return readView(deps.db, id);
}

async function readView(db: Db, id: string): Promise<OrganisationView> {
  const row = await findListedOrganisation(db, id);
  if (row === undefined) throw new KeyturnError('not-found');
  return toView(row);
}

const toView = (row: ListedOrganisationRow): OrganisationView => ({ row, etag: tagOf(row) });

const tagOf = (row: OrganisationRow): string => recordEtag(statedBy(row));

const statedBy = (row: OrganisationRow) => ({
  name: row.name,
  country: row.country,
  timeZone: row.time_zone,
  locale: row.locale,
  sharedMailbox: row.shared_mailbox,
  status: row.status,
  disabledReason: row.disabled_reason,
});
