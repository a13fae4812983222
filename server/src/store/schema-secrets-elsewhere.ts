import type { ColumnType } from 'kysely';
import type { StoredActor } from './schema.ts';

/** A client secret of the system that an application comes from: it works there, never here, and is told of only. */
export type SecretElsewhereTable = {
  id: string;
  application_id: string;
  system: 'entra';
  /** Which one it is there. */
  key_id: string;
  name: string;
  hint: string | null;
  expires_at: Date;
  imported_at: Date;
  gone_at: Date | null;
  /** Who said that it is not needed any more; null: that system listed it no more. */
  gone_by: ColumnType<StoredActor | null, string | null, string | null>;
};
