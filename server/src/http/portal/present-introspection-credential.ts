import type { IntrospectionCredential } from '@keyturn/contract';
import type { ApiView } from '../../domain/api/apis.ts';

/** Introspection credentials as the portal API answers them. */
export const presentIntrospectionCredential = (
  row: ApiView['credentials'][number],
): IntrospectionCredential => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by.name,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  lastUsedFrom: row.last_address,
});
