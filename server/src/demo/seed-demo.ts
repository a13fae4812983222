import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { giveFactors } from '../domain/account/give-factors.ts';
import type { Actor } from '../domain/audit/actor.ts';
import { createIntrospectionCredential } from '../domain/api/introspection-credentials.ts';
import { change } from '../domain/audit/change.ts';
import { setSelfManaged } from '../domain/application/set-self-managed.ts';
import { clientSecretExpiryRange } from '../domain/client-secret/client-secret-expiry.ts';
import { createClientSecret } from '../domain/client-secret/create-client-secret.ts';
import { deleteClientSecret } from '../domain/client-secret/delete-client-secret.ts';
import { disableClientSecret } from '../domain/client-secret/disable-client-secret.ts';
import type { Deps } from '../domain/deps.ts';
import { importFederation } from '../domain/federation/import-federation.ts';
import { createOperatorClient } from '../domain/operator-client/create-operator-client.ts';
import { recordAcceptance } from '../domain/terms/terms.ts';
import { allApis } from '../store/apis.ts';
import {
  allApplications,
  allPermissions,
  apisOfApplications,
  type ApplicationRow,
} from '../store/applications.ts';
import { allCredentialManagers } from '../store/credential-managers.ts';
import { allOrganisations } from '../store/organisations.ts';
import { allPortalUsers, type PortalUserRow } from '../store/portal-users.ts';
import { findCurrentTerms } from '../store/terms.ts';
import { addUsage } from '../store/usage.ts';
import type { DemoFile } from './demo-file.ts';
import federation from './federation.json' with { type: 'json' };
import { sampleUsage } from './sample-usage.ts';
import { sampleSecrets, selfManagedSamples, type SampleSecret } from './sample-secrets.ts';

const dayMs = 24 * 60 * 60 * 1000;
const seeder: Actor = { kind: 'command-line', id: null, name: 'keyturn demo', address: null };

/**
 * Fills an empty database with the sample federation, by the use-cases that real data goes through, with clocks set
 * back for what happened earlier. Answers every credential it made.
 */
export async function seedDemo(deps: Deps): Promise<DemoFile> {
  const { problems } = await importFederation(deps, seeder, federation, { dryRun: false, invite: false });
  if (problems.length > 0) throw new Error(`federation.json: ${JSON.stringify(problems)}`);
  const secrets = await seedSecrets(deps);
  const operatorClient = await createOperatorClient(deps, seeder, 'Sample automation');
  const organisations = new Map((await allOrganisations(deps.db)).map(({ id, name }) => [id, name]));
  const permissions = await allPermissions(deps.db);
  const applications = (await allApplications(deps.db)).filter(({ kind }) => kind !== 'operator-client');
  return {
    publicUrl: deps.config.publicUrl,
    tenantId: deps.tenantId,
    accounts: await seedAccounts(deps, organisations),
    apis: await seedIntrospectionCredentials(deps),
    applications: applications.map((application) => ({
      clientId: application.id,
      name: application.name,
      organisation: organisations.get(application.organisation_id) ?? '',
      selfManaged: application.self_managed,
      apis: permissions
        .filter(({ application_id }) => application_id === application.id)
        .map(({ api_id }) => api_id),
      secrets: secrets.get(application.id) ?? [],
    })),
    operatorClient: { clientId: operatorClient.clientId, clientSecret: operatorClient.value },
  };
}

type SeededSecret = DemoFile['applications'][number]['secrets'][number];

async function seedSecrets(deps: Deps): Promise<Map<string, SeededSecret[]>> {
  const applications = new Map((await allApplications(deps.db)).map((row) => [row.name, row]));
  const managers = await findManagers(deps);
  const timeZones = new Map((await allOrganisations(deps.db)).map(({ id, time_zone }) => [id, time_zone]));
  const seeded = new Map<string, SeededSecret[]>();
  // In the order in which it happened, so that the audit log tells a believable story.
  for (const sample of sampleSecrets.toSorted((one, other) => other.createdDaysAgo - one.createdDaysAgo)) {
    const application = applications.get(sample.application);
    const manager = application && managers.get(application.id);
    if (application === undefined || manager === undefined)
      throw new Error(`no manager of ${sample.application}`);
    const earlier = seeded.get(application.id) ?? [];
    seeded.set(application.id, [
      ...earlier,
      await seedSecret(
        deps,
        manager,
        application,
        timeZones.get(application.organisation_id) ?? 'UTC',
        sample,
        earlier,
      ),
    ]);
  }
  for (const name of selfManagedSamples) {
    const application = applications.get(name);
    const manager = application && managers.get(application.id);
    if (application === undefined || manager === undefined) throw new Error(`no manager of ${name}`);
    await setSelfManaged(deps, actAs(manager, deps.clock.now()), application.id, true);
  }
  return seeded;
}

async function seedSecret(
  deps: Deps,
  manager: PortalUserRow,
  application: ApplicationRow,
  timeZone: string,
  sample: SampleSecret,
  earlier: SeededSecret[],
): Promise<SeededSecret> {
  const daysAgo = (days: number): Date => new Date(deps.clock.now().getTime() - days * dayMs);
  const at = (days: number): Deps => ({ ...deps, clock: { now: () => daysAgo(days) } });
  const target = { clientId: application.id, expectedRevisions: null };
  const createdAt = daysAgo(sample.createdDaysAgo);
  const { max } = clientSecretExpiryRange(createdAt, timeZone, deps.config.maxSecretLifetime);
  const expiresAt = noonOn(daysAgo(-sample.expiresInDays), timeZone);
  const { secret, value } = await createClientSecret(
    at(sample.createdDaysAgo),
    actAs(manager, createdAt),
    target,
    {
      name: sample.name,
      expiresAt: new Date(Math.min(expiresAt.getTime(), max.getTime())),
      replacesSecretId: earlier.find(({ name }) => name === sample.replaces)?.id ?? null,
    },
  );
  const [api] = await apisOfApplications(deps.db, [application.id]);
  const used = { secretId: secret.id, resource: api?.identifier ?? '' };
  await addUsage(deps.db, sampleUsage(sample, used, deps.clock.now()));
  if (sample.disabledDaysAgo !== undefined)
    await disableClientSecret(
      at(sample.disabledDaysAgo),
      actAs(manager, daysAgo(sample.disabledDaysAgo)),
      target,
      secret.id,
      'Does anything still need it?',
    );
  if (sample.deletedDaysAgo !== undefined)
    await deleteClientSecret(
      at(sample.deletedDaysAgo),
      actAs(manager, daysAgo(sample.deletedDaysAgo)),
      target,
      secret.id,
    );
  return {
    id: secret.id,
    name: secret.name,
    clientSecret: value,
    expiresAt: secret.expires_at.toISOString(),
  };
}

async function seedIntrospectionCredentials(deps: Deps): Promise<DemoFile['apis']> {
  const seeded: DemoFile['apis'] = [];
  for (const { id, identifier, name, code, environment } of await allApis(deps.db)) {
    const { value } = await createIntrospectionCredential(deps, seeder, id, {
      name: 'Sample credentials',
    });
    seeded.push({
      id,
      identifier,
      name,
      code,
      environment,
      introspection: { clientId: id, clientSecret: value },
    });
  }
  return seeded;
}

async function seedAccounts(deps: Deps, organisations: Map<string, string>): Promise<DemoFile['accounts']> {
  const users = await allPortalUsers(deps.db);
  return Promise.all(
    users.map(async ({ id, name, email, role, organisation_id }) => {
      const password = randomBytes(12).toString('base64url');
      const { totpSecret } = await giveFactors(deps, { id, email }, password);
      if (role === 'member') await acceptSampleTerms(deps, { id, name, role });
      return { email, password, totpSecret, role, organisation: organisations.get(organisation_id) ?? '' };
    }),
  );
}

/** Nobody who tries the demo should have to stop at its terms. */
function acceptSampleTerms(deps: Deps, user: Pick<PortalUserRow, 'id' | 'name' | 'role'>): Promise<void> {
  return change(deps, actAs(user, deps.clock.now()), async (tx, record) => {
    const terms = await findCurrentTerms(tx);
    if (terms !== undefined) await recordAcceptance(tx, deps, record, user, terms.version);
  });
}

async function findManagers(deps: Deps): Promise<Map<string, PortalUserRow>> {
  const users = new Map((await allPortalUsers(deps.db)).map((user) => [user.id, user]));
  const managers = new Map<string, PortalUserRow>();
  for (const { application_id, user_id } of await allCredentialManagers(deps.db)) {
    const user = users.get(user_id);
    if (user !== undefined && !managers.has(application_id)) managers.set(application_id, user);
  }
  return managers;
}

const actAs = ({ id, name, role }: Pick<PortalUserRow, 'id' | 'name' | 'role'>, mfaAt: Date): Actor => ({
  kind: 'user',
  id,
  name,
  role,
  mfaAt,
  sessionId: null,
  address: null,
});

/** 12:00 in the organisation's time zone, as the portal chooses it (R1.3). */
const noonOn = (day: Date, timeZone: string): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(day.getTime()).toZonedDateTimeISO(timeZone).withPlainTime('12:00')
      .epochMilliseconds,
  );
