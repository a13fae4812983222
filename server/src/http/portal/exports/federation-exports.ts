import { apisQuery, applicationsQuery, organisationsQuery, usersQuery } from '@keyturn/contract';
import { listApis } from '../../../domain/api/apis.ts';
import { listApplications, type ClientSecretView } from '../../../domain/application/read-applications.ts';
import { clientSecretStatus, isUsable } from '../../../domain/client-secret/client-secret-status.ts';
import type { Deps } from '../../../domain/deps.ts';
import {
  exportClientSecrets,
  exportCredentialManagers,
} from '../../../domain/export/export-by-application.ts';
import { listOrganisations } from '../../../domain/organisation/organisations.ts';
import { listUsers } from '../../../domain/user/list-users.ts';
import type { PortalApp } from '../portal-app.ts';
import { limit, notPaged, pagesOf, type After } from './pages.ts';
import { registerExport } from './register-export.ts';

const applicationFilters = applicationsQuery.omit(notPaged);
const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
/** Several in one cell. */
const joined = (items: string[]): string => items.join('; ');

/** What the federation consists of as files: a row for each organisation, API, application, client secret, user and role. */
export function registerFederationExports(app: PortalApp, deps: Deps): void {
  registerExport(app, deps, {
    list: 'organisations',
    format: 'csv',
    operationId: 'exportOrganisations',
    summary: 'Export organisations as CSV',
    query: organisationsQuery.omit(notPaged),
    pages: ({ actor, query }) =>
      pagesOf((after: After<typeof listOrganisations>) =>
        listOrganisations(deps, actor, { ...query, after, limit }),
      ),
    columns: {
      id: ({ row }) => row.id,
      name: ({ row }) => row.name,
      kind: ({ row }) => row.kind,
      country: ({ row }) => row.country,
      timeZone: ({ row }) => row.time_zone,
      locale: ({ row }) => row.locale,
      sharedMailbox: ({ row }) => row.shared_mailbox,
      status: ({ row }) => row.status,
      disabledReason: ({ row }) => row.disabled_reason,
      createdAt: ({ row }) => instant(row.created_at),
      applications: ({ row }) => Number(row.applications),
      users: ({ row }) => Number(row.users),
    },
  });

  registerExport(app, deps, {
    list: 'apis',
    format: 'csv',
    operationId: 'exportApis',
    summary: 'Export APIs as CSV',
    query: apisQuery.omit(notPaged),
    pages: ({ actor, query }) =>
      pagesOf((after: After<typeof listApis>) => listApis(deps, actor, { ...query, after, limit })),
    columns: {
      id: ({ row }) => row.id,
      name: ({ row }) => row.name,
      code: ({ row }) => row.code,
      environment: ({ row }) => row.environment,
      identifier: ({ row }) => row.identifier,
      roles: ({ row }) => joined(row.roles),
      baseUrl: ({ row }) => row.base_url,
      documentationUrl: ({ row }) => row.documentation_url,
      statusCheck: ({ row }) => row.status_check,
      algorithm: ({ row }) => row.algorithm,
      tokenHeaderType: ({ row }) => row.token_header_type,
      tokenTtlSeconds: ({ row }) => row.token_ttl_seconds,
      status: ({ row }) => row.status,
      createdAt: ({ row }) => instant(row.created_at),
      applications: ({ row }) => Number(row.applications),
    },
  });

  registerExport(app, deps, {
    list: 'applications',
    format: 'csv',
    operationId: 'exportApplications',
    summary: 'Export applications as CSV',
    query: applicationFilters,
    pages: ({ actor, query }) =>
      pagesOf((after: After<typeof listApplications>) =>
        listApplications(deps, actor, { ...query, after, limit }),
      ),
    columns: {
      clientId: ({ application }) => application.id,
      name: ({ application }) => application.name,
      kind: ({ application }) => application.kind,
      organisation: ({ application }) => application.organisation_name,
      organisationId: ({ application }) => application.organisation_id,
      apis: ({ apis }) => joined(apis.map(({ name, environment }) => `${name} (${environment})`)),
      managers: ({ managers }) => joined(managers.map(({ name, email }) => `${name} <${email}>`)),
      selfManaged: ({ application }) => application.self_managed,
      status: ({ application }) => application.status,
      disabledReason: ({ application }) => application.disabled_reason,
      createdAt: ({ application }) => instant(application.created_at),
      clientSecrets: ({ secrets }) => secrets.length,
      clientSecretsThatWork: ({ secrets }) => working(secrets, deps.clock.now()).length,
      nextExpiresAt: ({ secrets }) =>
        working(secrets, deps.clock.now())
          .map((secret) => secret.expires_at.toISOString())
          .toSorted()[0] ?? null,
    },
  });

  registerExport(app, deps, {
    list: 'client-secrets',
    format: 'csv',
    operationId: 'exportClientSecrets',
    summary: 'Export the client secrets of applications as CSV, never a value of one',
    query: applicationFilters,
    pages: ({ actor, query }) => exportClientSecrets(deps, actor, query),
    columns: {
      id: ({ secret }) => secret.id,
      application: ({ application }) => application.name,
      clientId: ({ application }) => application.id,
      organisation: ({ application }) => application.organisation_name,
      name: ({ secret }) => secret.name,
      hint: ({ secret }) => secret.hint,
      state: ({ secret }) => clientSecretStatus(secret, deps.clock.now()),
      createdAt: ({ secret }) => instant(secret.created_at),
      createdBy: ({ secret }) => secret.created_by.name,
      expiresAt: ({ secret }) => instant(secret.expires_at),
      firstTokenRequestAt: ({ secret }) => instant(secret.first_used_at),
      lastTokenRequestAt: ({ secret }) => instant(secret.last_used_at),
      lastTokenRequestFrom: ({ secret }) => secret.last_address,
      replacesSecretId: ({ secret }) => secret.replaces_secret_id,
      disabledAt: ({ secret }) => instant(secret.disabled_at),
      disabledReason: ({ secret }) => secret.disabled_reason,
      deletedAt: ({ secret }) => instant(secret.deleted_at),
    },
  });

  registerExport(app, deps, {
    list: 'credential-managers',
    format: 'csv',
    operationId: 'exportCredentialManagers',
    summary: 'Export who manages which application, with what the organisation confirmed, as CSV',
    query: applicationFilters,
    pages: ({ actor, query }) => exportCredentialManagers(deps, actor, query),
    columns: {
      application: ({ application }) => application.name,
      clientId: ({ application }) => application.id,
      organisation: ({ application }) => application.organisation_name,
      name: ({ role }) => role.name,
      email: ({ role }) => role.email,
      userId: ({ role }) => role.user_id,
      status: ({ role }) => role.status,
      confirmedBy: ({ role }) => role.confirmed_by,
      confirmedAt: ({ role }) => instant(role.confirmed_at),
      reference: ({ role }) => role.reference,
      assignedAt: ({ role }) => instant(role.assigned_at),
    },
  });

  registerExport(app, deps, {
    list: 'users',
    format: 'csv',
    operationId: 'exportUsers',
    summary: 'Export the portal’s users as CSV',
    query: usersQuery.omit(notPaged),
    pages: ({ actor, query }) =>
      pagesOf((after: After<typeof listUsers>) => listUsers(deps, actor, { ...query, after, limit })),
    columns: {
      id: ({ user }) => user.id,
      name: ({ user }) => user.name,
      email: ({ user }) => user.email,
      role: ({ user }) => user.role,
      organisation: ({ user }) => user.organisation_name,
      organisationId: ({ user }) => user.organisation_id,
      status: ({ status }) => status,
      locale: ({ user }) => user.locale,
      timeZone: ({ user }) => user.time_zone,
      factors: ({ user }) => Number(user.factors),
      invitedAt: ({ user }) => instant(user.invited_at),
      invitationExpiresAt: ({ user }) => instant(user.invitation_expires_at),
      manages: ({ roles }) => joined(roles.map(({ application_name: name }) => name)),
      createdAt: ({ user }) => instant(user.created_at),
    },
  });
}

const working = (secrets: ClientSecretView[], now: Date): ClientSecretView[] =>
  secrets.filter((secret) => isUsable(clientSecretStatus(secret, now)));
