import { sql, type Selectable, type Updateable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<Schema['settings']>;

/** What is saved, with the size of the logo instead of the logo itself. */
export type SettingsRow = Omit<Row, 'id' | 'logo'> & { logo_bytes: number | null };

export const findSettings = (db: Db): Promise<SettingsRow> =>
  db
    .selectFrom('settings')
    .select([
      'operator_name',
      'support_email',
      'time_zone',
      'privacy_url',
      'api_guide_url',
      'application_name_pattern',
      'logo_type',
      'logo_hash',
      'changed_at',
      'changed_by',
      sql<number | null>`length(logo)`.as('logo_bytes'),
    ])
    .executeTakeFirstOrThrow();

export const updateSettings = (tx: Tx, values: Updateable<Schema['settings']>): Promise<unknown> =>
  tx.updateTable('settings').set(values).execute();

export type LogoRow = { [Key in 'logo' | 'logo_type' | 'logo_hash']: NonNullable<Row[Key]> };

export const findLogo = (db: Db): Promise<LogoRow | undefined> =>
  db
    .selectFrom('settings')
    .select(['logo', 'logo_type', 'logo_hash'])
    .where('logo', 'is not', null)
    .$narrowType<LogoRow>()
    .executeTakeFirst();
