import { isTimeZone, type ImportFile } from '@keyturn/contract';
import type { CredentialManagerRow } from '../../store/credential-managers.ts';
import type { PortalUserRow } from '../../store/portal-users.ts';
import { fold } from '../fold.ts';
import { known, requireLocale, type PlanContext } from './plan-context.ts';
import type { Placed } from './read-import-file.ts';

/** The user that an item of the file states. */
export function userRow(
  context: PlanContext,
  { place, item }: Placed<ImportFile['users'][number]>,
  existing: PortalUserRow | undefined,
): PortalUserRow | null {
  const { taken, problem, now } = context;
  const organisationId = organisationOfUser(context, place, item);
  if (organisationId === null) return null;
  if (existing?.status === 'closed') problem(`${place}.id`, 'import.user-closed', { name: existing.name });
  if (existing !== undefined && existing.organisation_id !== organisationId)
    problem(`${place}.organisation`, 'import.organisation-fixed');
  requireLocale(problem, place, item.locale);
  if (item.timeZone !== null && !isTimeZone(item.timeZone))
    problem(`${place}.timeZone`, 'import.unknown-time-zone', { timeZone: item.timeZone });
  if (taken.emails.isTakenByAnother(fold(item.email), item.id))
    problem(`${place}.email`, 'import.duplicate-email', { email: item.email });
  return {
    id: item.id,
    organisation_id: organisationId,
    email: item.email,
    email_folded: fold(item.email),
    name: item.name,
    role: item.role,
    locale: item.locale,
    time_zone: item.timeZone,
    status: item.status,
    created_at: existing?.created_at ?? now,
  };
}

function organisationOfUser(
  context: PlanContext,
  place: string,
  item: ImportFile['users'][number],
): string | null {
  const { state, problem } = context;
  const path = `${place}.organisation`;
  if (item.role === 'operator') {
    if (item.organisation !== undefined) problem(path, 'import.operator-user-organisation');
    return [...state.organisations.values()].find(({ kind }) => kind === 'operator')?.id ?? null;
  }
  if (item.organisation === undefined) problem(path, 'import.organisation-missing');
  else known(context, 'organisations', path, state.organisations, item.organisation);
  return item.organisation ?? null;
}

/** The credential manager role that an item of the file states (R5.1). */
export function managerRow(
  context: PlanContext,
  { place, item }: Placed<ImportFile['managers'][number]>,
  existing: CredentialManagerRow | undefined,
): CredentialManagerRow | null {
  const { state, problem, now } = context;
  const application = known(
    context,
    'applications',
    `${place}.application`,
    state.applications,
    item.application,
  );
  const user = known(context, 'users', `${place}.user`, state.users, item.user);
  if (application === null || user === null) return null;
  if (user.status === 'closed') problem(`${place}.user`, 'import.user-closed', { name: user.name });
  if (user.role === 'operator') problem(`${place}.user`, 'import.manager-operator');
  else if (user.organisation_id !== application.organisation_id)
    problem(`${place}.user`, 'import.manager-organisation');
  if (item.confirmedAt > now) problem(`${place}.confirmedAt`, 'import.confirmed-in-future');
  return {
    application_id: item.application,
    user_id: item.user,
    confirmed_by: item.confirmedBy,
    confirmed_at: item.confirmedAt,
    reference: item.reference,
    assigned_at: existing?.assigned_at ?? now,
  };
}
