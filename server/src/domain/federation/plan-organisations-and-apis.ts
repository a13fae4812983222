import { isTimeZone, type ImportFile } from '@keyturn/contract';
import type { ApiRow } from '../../store/apis.ts';
import type { OrganisationRow } from '../../store/organisations.ts';
import { portalApiIdentifier } from '../access-token/resource.ts';
import { isCountry, requireLocale, type PlanContext } from './plan-context.ts';
import type { Placed } from './read-import-file.ts';

/** The organisation that an item of the file states. What it has already is not refused: it may have to be stopped. */
export function organisationRow(
  { problem, now }: PlanContext,
  { place, item }: Placed<ImportFile['organisations'][number]>,
  existing: OrganisationRow | undefined,
): OrganisationRow {
  if (item.country !== existing?.country && !isCountry(item.country))
    problem(`${place}.country`, 'import.unknown-country', { country: item.country });
  if (item.timeZone !== existing?.time_zone && !isTimeZone(item.timeZone))
    problem(`${place}.timeZone`, 'import.unknown-time-zone', { timeZone: item.timeZone });
  if (item.locale !== existing?.locale) requireLocale(problem, place, item.locale);
  if (existing?.kind === 'operator') {
    // They are settings, which change this organisation too.
    if (item.name !== existing.name) problem(`${place}.name`, 'import.operator-setting');
    if (item.timeZone !== existing.time_zone) problem(`${place}.timeZone`, 'import.operator-setting');
  }
  return {
    id: item.id,
    kind: existing?.kind ?? 'member',
    name: item.name,
    country: item.country,
    time_zone: item.timeZone,
    locale: item.locale,
    shared_mailbox: item.sharedMailbox,
    status: item.status,
    disabled_reason: item.status === 'disabled' ? item.disabledReason : null,
    created_at: existing?.created_at ?? now,
  };
}

/** The API that an item of the file states. What it has already is not refused, as with organisations. */
export function apiRow(
  { state, taken, config, problem, now }: PlanContext,
  { place, item }: Placed<ImportFile['apis'][number]>,
  existing: ApiRow | undefined,
): ApiRow {
  const { identifier } = item;
  if (identifier !== existing?.identifier && identifier === portalApiIdentifier(config))
    problem(`${place}.identifier`, 'import.identifier-reserved', { identifier });
  if (state.applications.has(item.id)) problem(`${place}.id`, 'import.id-taken', { id: item.id });
  if (taken.identifiers.isTakenByAnother(identifier, item.id))
    problem(`${place}.identifier`, 'import.duplicate-identifier', { identifier });
  return {
    id: item.id,
    identifier,
    name: item.name,
    code: item.code,
    environment: item.environment,
    roles: item.roles,
    base_url: item.baseUrl,
    documentation_url: item.documentationUrl,
    status_check: item.statusCheck,
    token_ttl_seconds: item.tokenTtlSeconds,
    algorithm: item.algorithm,
    token_header_type: item.tokenHeaderType,
    status: item.status,
    created_at: existing?.created_at ?? now,
  };
}
