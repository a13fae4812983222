import { randomUUID } from 'node:crypto';
import type { ApisQuery, CreateApiRequest, UpdateApiRequest } from '@keyturn/contract';
import {
  findListedApi,
  listApis as listRows,
  type ApiPosition,
  type ListedApiRow,
} from '../../store/api-listing.ts';
import { findApi, type ApiRow } from '../../store/apis.ts';
import type { Db } from '../../store/db.ts';
import {
  introspectionCredentialsOf,
  type IntrospectionCredentialRow,
} from '../../store/introspection-credentials.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { changeRecord, withChanges, type RecordDeps } from '../federation/change-record.ts';
import { requireOperator } from '../policy.ts';
import { recordEtag, requireSeen } from '../record-etag.ts';

/** An API as the operator team sees it, and the tag of what can be changed of it. */
export type ApiView = {
  row: ListedApiRow;
  credentials: IntrospectionCredentialRow[];
  etag: string;
};

/** One page of APIs by name, for the operator team. @throws KeyturnError `not-found` for anybody else */
export async function listApis(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { after, limit, ...filter }: Omit<ApisQuery, 'cursor'> & { after: ApiPosition | null },
): Promise<{ views: ApiView[]; next: ApiPosition | null }> {
  requireOperator(actor);
  const rows = await listRows(db, { ...filter, after: after ?? undefined, limit: limit + 1 });
  const { shown, last } = pageOf(rows, limit);
  return {
    views: await viewsOf(db, shown),
    next: last === null ? null : { nameLower: last.name_lower, environment: last.environment, id: last.id },
  };
}

/** @throws KeyturnError `not-found` */
export async function getApi({ db }: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<ApiView> {
  requireOperator(actor);
  return readView(db, id);
}

/** @throws KeyturnError `not-found`, `id-taken`, `invalid-request` */
export async function createApi(
  deps: RecordDeps,
  actor: Actor,
  { id = randomUUID(), ...input }: CreateApiRequest,
): Promise<ApiView> {
  await changeRecord(deps, actor, async (tx) => {
    if ((await findApi(tx, id)) !== undefined) throw new KeyturnError('id-taken', { id });
    return { noun: 'apis', item: { id, ...input } };
  });
  return readView(deps.db, id);
}

/**
 * Changes what is named of an API; a disabled one gets no new tokens, and those for it are inactive.
 * @throws KeyturnError `not-found`, `record-changed`, `invalid-request`
 */
export async function updateApi(
  deps: RecordDeps,
  actor: Actor,
  id: string,
  changes: UpdateApiRequest,
  ifMatch: string | undefined,
): Promise<ApiView> {
  await changeRecord(deps, actor, async (tx) => {
    const row = await findApi(tx, id);
    if (row === undefined) throw new KeyturnError('not-found');
    requireSeen(ifMatch, tagOf(row));
    return { noun: 'apis', item: { id, ...withChanges(statedBy(row), changes) } };
  });
  return readView(deps.db, id);
}

async function readView(db: Db, id: string): Promise<ApiView> {
  const row = await findListedApi(db, id);
  const [view] = row === undefined ? [] : await viewsOf(db, [row]);
  if (view === undefined) throw new KeyturnError('not-found');
  return view;
}

async function viewsOf(db: Db, rows: ListedApiRow[]): Promise<ApiView[]> {
  if (rows.length === 0) return [];
  const all = await introspectionCredentialsOf(
    db,
    rows.map(({ id }) => id),
  );
  const byApi = Map.groupBy(all, ({ api_id }) => api_id);
  return rows.map((row) => ({ row, credentials: byApi.get(row.id) ?? [], etag: tagOf(row) }));
}

const tagOf = (row: ApiRow): string => recordEtag(statedBy(row));

const statedBy = (row: ApiRow) => ({
  identifier: row.identifier,
  name: row.name,
  code: row.code,
  environment: row.environment,
  roles: row.roles,
  baseUrl: row.base_url,
  documentationUrl: row.documentation_url,
  statusCheck: row.status_check,
  tokenTtlSeconds: row.token_ttl_seconds,
  algorithm: row.algorithm,
  tokenHeaderType: row.token_header_type,
  status: row.status,
});
