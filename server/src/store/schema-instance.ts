import type { LogoType } from '@keyturn/contract';
import type { ColumnType, Generated } from 'kysely';
import type { StoredActor } from './schema.ts';

/** Set once, when the database is first started. */
export type InstanceTable = {
  id: Generated<boolean>;
  tenant_id: string;
  demo: boolean;
  created_at: Date;
};

/** What operators saved in the console: one row; null is what the configuration says. */
export type SettingsTable = {
  id: Generated<boolean>;
  operator_name: string | null;
  support_email: string | null;
  time_zone: string | null;
  privacy_url: string | null;
  api_guide_url: string | null;
  application_name_pattern: string | null;
  logo: Buffer | null;
  logo_type: LogoType | null;
  /** What tells one logo's address from another's. */
  logo_hash: string | null;
  changed_at: Date | null;
  changed_by: ColumnType<StoredActor | null, string | null, string | null>;
};

/** A job of all servers: until when its work is done, and its last run. */
export type JobTable = {
  name: string;
  watermark: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  error: string | null;
};
