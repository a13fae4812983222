import { isDeepStrictEqual } from 'node:util';
import type { ImportFile } from '@keyturn/contract';
import { fold } from '../fold.ts';
import {
  applicationNameFor,
  firstFreeName,
  isNumberedName,
  readApplicationName,
} from './application-name.ts';
import { misfitOf } from './permitted-together.ts';
import { known, type ApplicationWithApis, type PlanContext } from './plan-context.ts';
import type { Placed } from './read-import-file.ts';

/** The application that an item of the file states, with the name that the pattern asks for (R3.2). */
export function applicationRow(
  context: PlanContext,
  { place, item }: Placed<ImportFile['applications'][number]>,
  existing: ApplicationWithApis | undefined,
): ApplicationWithApis | null {
  const { state, problem, now } = context;
  if (existing?.kind === 'operator-client') problem(`${place}.clientId`, 'import.operator-client-id');
  else if (existing !== undefined && existing.kind !== item.kind)
    problem(`${place}.kind`, 'import.kind-fixed');
  if (existing !== undefined && existing.organisation_id !== item.organisation)
    problem(`${place}.organisation`, 'import.organisation-fixed');
  if (state.apis.has(item.clientId)) problem(`${place}.clientId`, 'import.id-taken', { id: item.clientId });

  const organisation = known(
    context,
    'organisations',
    `${place}.organisation`,
    state.organisations,
    item.organisation,
  );
  const apis = item.apis.map((id, index) =>
    known(context, 'apis', `${place}.apis[${index}]`, state.apis, id),
  );
  if (organisation === null || apis.includes(null)) return null;
  if (organisation.kind === 'operator') problem(`${place}.organisation`, 'import.operator-organisation');

  const permitted = apis.filter((api) => api !== null);
  const apiIds = [...new Set(item.apis)].toSorted();
  // What an application has already is not asked about again: whoever stops it is never refused for its APIs.
  if (!isDeepStrictEqual(apiIds, existing?.apiIds.toSorted())) {
    const misfit = misfitOf(item.kind, permitted);
    if (misfit !== null) problem(`${place}.apis`, misfit.key, misfit);
  }

  const pattern = context.config.applicationNamePattern;
  const codeIn = (name = ''): string | undefined => readApplicationName(pattern, name)?.apiCode;
  const base = applicationNameFor(pattern, {
    kind: item.kind,
    country: organisation.country,
    organisationName: organisation.name,
    // Without a permission no API says which code the name must have: any that fits the pattern will do.
    apiCode: permitted[0]?.code ?? codeIn(item.name) ?? codeIn(existing?.name) ?? '',
  });
  const name = applicationName(context, place, item, existing, base);
  return {
    id: item.clientId,
    organisation_id: item.organisation,
    kind: existing?.kind ?? item.kind,
    name,
    name_folded: fold(name),
    self_managed: existing?.self_managed ?? false,
    status: item.status,
    disabled_reason: item.status === 'disabled' ? item.disabledReason : null,
    secrets_revision: existing?.secrets_revision ?? 0,
    created_at: existing?.created_at ?? now,
    apiIds,
  };
}

function applicationName(
  { taken, problem }: PlanContext,
  place: string,
  item: ImportFile['applications'][number],
  existing: ApplicationWithApis | undefined,
  base: string,
): string {
  const isTaken = (name: string): boolean => taken.names.isTakenByAnother(fold(name), item.clientId);
  if (item.name === undefined) return existing?.name ?? firstFreeName(base, isTaken);
  // A name stays when its organisation is renamed.
  if (item.name !== existing?.name && !isNumberedName(item.name, base))
    problem(`${place}.name`, 'import.name-pattern', { expected: base, name: item.name });
  if (isTaken(item.name)) problem(`${place}.name`, 'import.duplicate-name', { name: item.name });
  return item.name;
}
