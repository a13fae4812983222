import type { ColumnType, Generated } from 'kysely';

type Revision = ColumnType<string, number, number>;

/**
 * How far changes of what servers keep in memory have come: one row. Every such row has a `changed_revision`, too: the
 * revision of the change that last wrote it. Only the database writes these (migration 0009), and only
 * `served-rows.ts` reads them, so that they are in no other type here.
 */
export type CacheHeadTable = {
  id: Generated<boolean>;
  /** Another one when the database was restored, or a row was removed: what was read before means nothing. */
  generation: Generated<string>;
  /** int8: node-postgres answers it as text. */
  revision: Revision;
};

/** A server that may answer from its memory. */
export type ServerInstanceTable = {
  id: string;
  /** The revision that its memory is at; null: it has none yet. */
  applied: ColumnType<string | null, number | null, number | null>;
  registered_at: ColumnType<Date, never, never>;
};
