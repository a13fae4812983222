import { operatorMessages } from '@keyturn/contract';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';

type Values = Record<string, unknown> | null;

/** One field with what it was and what it is; null: the record was not, or is not. */
export type Difference = { field: string; label: string; before: string | null; after: string | null };

/** What stands in records for the database alone. */
const internal = new Set(['nameFolded', 'emailFolded', 'secretsRevision']);
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** The fields in which two versions of a record differ; of a new or a deleted one all that it has. */
export function differences(before: Values, after: Values, timeZone: string): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .filter((field) => !internal.has(field))
    .filter((field) => !isSame(before?.[field], after?.[field]))
    .map((field) => ({
      field,
      label: fieldLabel(field),
      before: before === null ? null : valueText(before[field], timeZone),
      after: after === null ? null : valueText(after[field], timeZone),
    }));
}

const isSame = (one: unknown, other: unknown): boolean =>
  isNone(one) ? isNone(other) : JSON.stringify(one) === JSON.stringify(other);

const isNone = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

type FieldKey = Extract<keyof typeof operatorMessages, `web.field.${string}`>;
const isFieldKey = (key: string): key is FieldKey => key in operatorMessages;

/** How a field is called; one that has no name yet by its words. */
function fieldLabel(field: string): string {
  const key = `web.field.${field}`;
  if (isFieldKey(key)) return text(key);
  const words = field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Terms of use are one value too. */
const longest = 600;
const shorten = (value: string): string => (value.length > longest ? `${value.slice(0, longest)}…` : value);

/** A value as people read it; the field that has none says so. */
export function valueText(value: unknown, timeZone: string): string {
  if (isNone(value)) return text('web.difference.none');
  if (Array.isArray(value)) return value.map((one) => valueText(one, timeZone)).join(', ');
  if (typeof value === 'boolean') return text(value ? 'web.difference.yes' : 'web.difference.no');
  if (typeof value === 'string') return instant.test(value) ? formatInstant(value, timeZone) : shorten(value);
  if (typeof value === 'object' && value !== null)
    // Whoever did something is told by their name.
    return 'name' in value && typeof value.name === 'string' ? value.name : JSON.stringify(value);
  return String(value);
}
