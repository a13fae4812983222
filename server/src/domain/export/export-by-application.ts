import type { ApplicationsQuery } from '@keyturn/contract';
import { listApplications as listRows, type ApplicationOfOrganisation } from '../../store/applications.ts';
import { listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { rolesInApplications, type RoleRow } from '../../store/credential-managers.ts';
import { listSecretsElsewhere, type SecretElsewhereRow } from '../../store/secrets-elsewhere.ts';
import { endedSecretMemoryMs } from '../access-token/authenticate-client.ts';
import { applicationFilter } from '../application/read-applications.ts';
import { conditionOf } from '../application/attention.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { pageOf } from '../page-of.ts';
import { requireOperator } from '../policy.ts';
import { rememberedSince } from '../secret-elsewhere/secret-elsewhere.ts';

const applicationsAtOnce = 400;

type ReadDeps = Pick<Deps, 'db' | 'clock'>;
export type ExportQuery = Omit<ApplicationsQuery, 'cursor' | 'limit'>;

/** A client secret without anything of its value, and whose it is. */
export type ExportedSecret = { application: ApplicationOfOrganisation; secret: ClientSecretRow };

/**
 * Every client secret of the applications that a query finds, some at a time. Where the query asks for what client secrets
 * may need, those that need it alone.
 * @throws KeyturnError `not-found` for anybody but operators
 */
export async function* exportClientSecrets(
  deps: ReadDeps,
  actor: Actor,
  query: ExportQuery,
): AsyncGenerator<ExportedSecret[]> {
  const now = deps.clock.now();
  const condition = query.attention === undefined ? undefined : conditionOf(query.attention, now);
  const deletedSince = query.include === 'deleted' ? new Date(now.getTime() - endedSecretMemoryMs) : null;
  for await (const applications of applicationsOf(deps, actor, query)) {
    const secrets = await listClientSecrets(
      deps.db,
      applications.map(({ id }) => id),
      deletedSince,
      condition?.of === 'secret' ? condition : undefined,
    );
    yield eachOf(applications, secrets, (application, secret) => ({ application, secret }));
  }
}

/** Somebody’s role in an application, and what the organisation confirmed (R5.1). */
export type ExportedRole = { application: ApplicationOfOrganisation; role: RoleRow };

/**
 * Every credential manager of the applications that a query finds, some at a time; those who are not active too.
 * @throws KeyturnError `not-found` for anybody but operators
 */
export async function* exportCredentialManagers(
  deps: ReadDeps,
  actor: Actor,
  query: ExportQuery,
): AsyncGenerator<ExportedRole[]> {
  for await (const applications of applicationsOf(deps, actor, query)) {
    const roles = await rolesInApplications(
      deps.db,
      applications.map(({ id }) => id),
    );
    yield eachOf(applications, roles, (application, role) => ({ application, role }));
  }
}

/** A secret that works in the system that its application comes from. */
export type ExportedElsewhere = { application: ApplicationOfOrganisation; secret: SecretElsewhereRow };

/**
 * Every secret that the applications that a query finds still have elsewhere, as far as it is told of, some at a time.
 * @throws KeyturnError `not-found` for anybody but operators
 */
export async function* exportSecretsElsewhere(
  deps: ReadDeps,
  actor: Actor,
  query: ExportQuery,
): AsyncGenerator<ExportedElsewhere[]> {
  const since = rememberedSince(deps.clock.now());
  for await (const applications of applicationsOf(deps, actor, query)) {
    const ids = applications.map(({ id }) => id);
    const secrets = ids.length === 0 ? [] : await listSecretsElsewhere(deps.db, ids, since);
    yield eachOf(applications, secrets, (application, secret) => ({ application, secret }));
  }
}

/** What each application has, in the order of the applications. */
function eachOf<Row extends { application_id: string }, Exported>(
  applications: ApplicationOfOrganisation[],
  rows: Row[],
  exported: (application: ApplicationOfOrganisation, row: Row) => Exported,
): Exported[] {
  const own = Map.groupBy(rows, ({ application_id }) => application_id);
  return applications.flatMap((application) =>
    (own.get(application.id) ?? []).map((row) => exported(application, row)),
  );
}

async function* applicationsOf(
  deps: ReadDeps,
  actor: Actor,
  query: ExportQuery,
): AsyncGenerator<ApplicationOfOrganisation[]> {
  requireOperator(actor);
  let after: { nameFolded: string; id: string } | undefined;
  for (;;) {
    const filter = applicationFilter(deps, actor, query);
    const rows = await listRows(deps.db, { ...filter, after, limit: applicationsAtOnce + 1 });
    const { shown, last } = pageOf(rows, applicationsAtOnce);
    yield shown;
    if (last === null) return;
    after = { nameFolded: last.name_folded, id: last.id };
  }
}
