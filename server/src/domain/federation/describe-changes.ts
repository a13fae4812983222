import { isDeepStrictEqual } from 'node:util';
import type { ImportChange, ImportNoun } from '@keyturn/contract';
import type { ApiRow } from '../../store/apis.ts';
import type { FederationState, ImportPlan, PlannedNoun } from './plan-context.ts';
import type { PlannedFile } from './plan-file.ts';

type Values = Record<string, unknown>;
type Describe<Row> = (row: Row) => { id: string; name: string; values: Values };

/**
 * What an import does, for whoever decides about it: people and organisations by their names, a change by the fields that
 * differ. In the order in which it is done.
 */
export function describeChanges({ plan, terms, after, notes }: PlannedFile): ImportChange[] {
  const describe = describers(after);
  const noted = changesOf('applications', plan.applications, describe.applications).map((change) => ({
    ...change,
    notes: notes.get(change.id) ?? [],
  }));
  return [
    ...changesOf('organisations', plan.organisations, describe.organisations),
    ...changesOf('apis', plan.apis, describe.apis),
    ...noted,
    ...changesOf('users', plan.users, describe.users),
    ...changesOf('managers', plan.managers, describe.managers),
    ...changesOf('secretsElsewhere', plan.secretsElsewhere, describe.secretsElsewhere),
    ...plan.secretsElsewhere.removes.map(({ before }): ImportChange => {
      const { id, name, values } = describe.secretsElsewhere(before);
      return { noun: 'secretsElsewhere', kind: 'removed', id, name, before: values, after: null, notes: [] };
    }),
    ...(terms === null || terms.before === terms.after ? [] : [termsChange(terms)]),
  ];
}

function changesOf<Row>(
  noun: ImportNoun,
  { creates, updates }: PlannedNoun<Row>,
  describe: Describe<Row>,
): ImportChange[] {
  return [
    ...creates.map((row): ImportChange => {
      const { id, name, values } = describe(row);
      return { noun, kind: 'created', id, name, before: null, after: stated(values), notes: [] };
    }),
    ...updates.map((update): ImportChange => {
      const [before, after] = [describe(update.before), describe(update.after)];
      const differing = Object.keys(after.values).filter(
        (field) => !isDeepStrictEqual(before.values[field], after.values[field]),
      );
      const only = (values: Values): Values =>
        Object.fromEntries(differing.map((field) => [field, values[field]]));
      return {
        noun,
        kind: 'updated',
        id: after.id,
        name: before.name,
        before: only(before.values),
        after: only(after.values),
        notes: [],
      };
    }),
  ];
}

/** Of something new what it has, not what it has not. */
const stated = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

const termsChange = ({ before, after }: { before: string | null; after: string }): ImportChange => ({
  noun: 'terms',
  kind: before === null ? 'created' : 'updated',
  id: 'terms',
  name: '',
  before: before === null ? null : { text: before },
  after: { text: after },
  notes: [],
});

const apiName = ({ name, environment }: ApiRow): string => `${name} (${environment})`;

type Describers = { [N in keyof ImportPlan]: Describe<ImportPlan[N]['creates'][number]> };

function describers(state: FederationState): Describers {
  const organisation = (id: string): string => state.organisations.get(id)?.name ?? id;
  const application = (id: string): string => state.applications.get(id)?.name ?? id;
  const user = (id: string): string => state.users.get(id)?.name ?? id;
  const api = (id: string): string => {
    const row = state.apis.get(id);
    return row === undefined ? id : apiName(row);
  };
  return {
    organisations: (row) => ({
      id: row.id,
      name: row.name,
      values: {
        name: row.name,
        country: row.country,
        timeZone: row.time_zone,
        locale: row.locale,
        sharedMailbox: row.shared_mailbox,
        status: row.status,
        disabledReason: row.disabled_reason,
      },
    }),
    apis: (row) => ({
      id: row.id,
      name: apiName(row),
      values: {
        name: row.name,
        identifier: row.identifier,
        code: row.code,
        environment: row.environment,
        roles: row.roles,
        baseUrl: row.base_url,
        documentationUrl: row.documentation_url,
        statusCheck: row.status_check,
        tokenTtlSeconds: row.token_ttl_seconds,
        algorithm: row.algorithm,
        tokenHeaderType: row.token_header_type,
        status: row.status,
      },
    }),
    applications: (row) => ({
      id: row.id,
      name: row.name,
      values: {
        name: row.name,
        clientId: row.id,
        organisation: organisation(row.organisation_id),
        kind: row.kind,
        apis: row.apiIds.map(api).toSorted(),
        status: row.status,
        disabledReason: row.disabled_reason,
      },
    }),
    users: (row) => ({
      id: row.id,
      name: row.name,
      values: {
        name: row.name,
        email: row.email,
        organisation: organisation(row.organisation_id),
        role: row.role,
        locale: row.locale,
        timeZone: row.time_zone,
        status: row.status,
      },
    }),
    managers: (row) => ({
      id: row.user_id,
      name: `${user(row.user_id)} – ${application(row.application_id)}`,
      values: {
        confirmedBy: row.confirmed_by,
        confirmedAt: row.confirmed_at.toISOString(),
        reference: row.reference,
      },
    }),
    secretsElsewhere: (row) => ({
      id: row.key_id,
      name: `${row.name} – ${application(row.application_id)}`,
      values: {
        name: row.name,
        hint: row.hint,
        expiresAt: row.expires_at.toISOString(),
        goneAt: row.gone_at?.toISOString() ?? null,
      },
    }),
  };
}
