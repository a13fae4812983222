import type { SigningAlgorithm, TokenHeaderType } from '@keyturn/contract';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db } from './db.ts';

/** An application as the token path sees it: everything that decides whether it gets a token. */
export type TokenClient = {
  id: string;
  name: string;
  kind: 'partner' | 'partner-alternative' | 'operator-client';
  status: 'active' | 'disabled';
  organisationId: string;
  organisationStatus: 'active' | 'disabled';
  selfManaged: boolean;
  apis: TokenApi[];
  secrets: TokenClientSecret[];
};

export type TokenApi = {
  id: string;
  identifier: string;
  name: string;
  roles: string[];
  tokenTtlSeconds: number | null;
  algorithm: SigningAlgorithm;
  tokenHeaderType: TokenHeaderType;
};

export type TokenClientSecret = {
  id: string;
  hint: string;
  sha256: Buffer;
  expires_at: Date;
  disabled_at: Date | null;
  deleted_at: Date | null;
  status_index: number;
};

/**
 * The application with its active APIs and those client secrets whose hash is kept, in one indexed read.
 * A secret that ended before `endedSince` is not among them.
 */
export async function findTokenClient(
  db: Db,
  clientId: string,
  endedSince: Date,
): Promise<TokenClient | undefined> {
  const row = await db
    .selectFrom('application')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .where('application.id', '=', clientId)
    .select((select) => [
      'application.id',
      'application.name',
      'application.kind',
      'application.status',
      'application.organisation_id as organisationId',
      'organisation.status as organisationStatus',
      'application.self_managed as selfManaged',
      jsonArrayFrom(
        select
          .selectFrom('api_permission')
          .innerJoin('api', 'api.id', 'api_permission.api_id')
          .whereRef('api_permission.application_id', '=', 'application.id')
          .where('api.status', '=', 'active')
          .select([
            'api.id',
            'api.identifier',
            'api.name',
            'api.roles',
            'api.token_ttl_seconds as tokenTtlSeconds',
            'api.algorithm',
            'api.token_header_type as tokenHeaderType',
          ])
          // In the same order on every database, and in memory.
          .orderBy(sql`api.identifier collate "C"`),
      ).as('apis'),
      jsonArrayFrom(
        select
          .selectFrom('client_secret')
          .whereRef('client_secret.application_id', '=', 'application.id')
          .where('client_secret.sha256', 'is not', null)
          .where('client_secret.expires_at', '>', endedSince)
          .where((where) =>
            where.or([
              where('client_secret.deleted_at', 'is', null),
              where('client_secret.deleted_at', '>', endedSince),
            ]),
          )
          .select([
            'client_secret.id',
            'client_secret.hint',
            sql<string>`encode(client_secret.sha256, 'hex')`.as('sha256'),
            'client_secret.expires_at',
            'client_secret.disabled_at',
            'client_secret.deleted_at',
            'client_secret.status_index',
          ]),
      ).as('secrets'),
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...row,
    secrets: row.secrets.map((secret) => ({
      ...secret,
      sha256: Buffer.from(secret.sha256, 'hex'),
      // JSON carries instants as text.
      expires_at: new Date(secret.expires_at),
      disabled_at: secret.disabled_at === null ? null : new Date(secret.disabled_at),
      deleted_at: secret.deleted_at === null ? null : new Date(secret.deleted_at),
    })),
  };
}
