import { isRemembered } from '../secret-elsewhere/secret-elsewhere.ts';
import { elsewhereKey, type ElsewhereRow, type PlanContext } from './plan-context.ts';
import type { Placed, ReadImportFile, SecretElsewhere } from './read-import-file.ts';

/** The secret of the former system that an item of its list states; null: one that ended too long ago to tell of. */
export function secretElsewhereRow(
  { now }: PlanContext,
  { item }: Placed<SecretElsewhere>,
  existing: ElsewhereRow | undefined,
): ElsewhereRow | null {
  // Somebody said that it is not needed any more, whatever the former system still lists.
  if (existing !== undefined && existing.gone_by !== null) return existing;
  const row = {
    id: existing?.id ?? null,
    application_id: item.application,
    system: 'entra' as const,
    key_id: item.keyId,
    name: item.name,
    hint: item.hint,
    expires_at: item.expiresAt,
    imported_at: existing?.imported_at ?? now,
    gone_at: null,
    gone_by: null,
  };
  return existing === undefined && !isRemembered(row, now) ? null : row;
}

/** What is kept of the applications whose secrets are listed and stands there no more. */
export function goneElsewhere(
  { state, now }: PlanContext,
  { secretsElsewhere: listed, secretsListedOf }: ReadImportFile,
): { before: ElsewhereRow; after: ElsewhereRow }[] {
  const stillThere = new Set(listed.map(({ item }) => elsewhereKey(item.application, item.keyId)));
  return [...state.secretsElsewhere]
    .filter(
      ([key, row]) =>
        secretsListedOf.has(row.application_id) && !stillThere.has(key) && isRemembered(row, now),
    )
    .map(([, before]) => ({ before, after: { ...before, gone_at: now } }));
}
