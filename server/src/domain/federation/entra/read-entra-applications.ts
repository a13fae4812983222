import type { EntraApplication, ImportFile } from '@keyturn/contract';
import { text } from '../../../messages.ts';
import type { OrganisationRow } from '../../../store/organisations.ts';
import { fold } from '../../fold.ts';
import {
  applicationNameFor,
  isNumberedName,
  organisationInName,
  readApplicationName,
} from '../application-name.ts';
import type { ApplicationWithApis } from '../plan-context.ts';
import type { Placed } from '../read-import-file.ts';
import { resourcesOf, type EntraContext } from './entra-list.ts';

type Entry = Placed<EntraApplication>;
type Stated = ImportFile['applications'][number];

/**
 * The applications of partners in the list. Their client IDs, names by the pattern (R3.2), permissions and the dates of
 * their secrets are taken over. Which organisation one belongs to is known by the application that is here already, by
 * its name, or by an answer.
 */
export function readEntraApplications(context: EntraContext, entries: Entry[]): void {
  const { file } = context.reading;
  const organisationsNamed = organisationsByName(context.state.organisations.values());
  const permissions = permissionsIn(context);
  const placed = entries.flatMap((entry): Placed<Stated>[] => {
    const { place, item } = entry;
    file.mentioned.applications.add(item.appId);
    const existing = context.state.applications.get(item.appId);
    const apis = permissions(item, existing);
    if (!isTakenOver(context, entry, existing, apis)) return [];
    const organisation = organisationOf(context, entry, existing, organisationsNamed);
    if (organisation === null || apis.length === 0) return [];
    file.secretsElsewhere.push(...secretsOf(entry));
    if (item.passwordCredentials !== null) file.secretsListedOf.add(item.appId);
    const kind = readApplicationName(context.config.applicationNamePattern, item.displayName)?.kind;
    return [
      {
        place,
        item: {
          clientId: item.appId,
          organisation,
          kind: existing?.kind === 'partner-alternative' ? existing.kind : (kind ?? 'partner'),
          apis,
          status: existing?.status ?? 'active',
          disabledReason: existing?.disabled_reason ?? null,
        },
      },
    ];
  });
  file.applications.push(...withNames(context, entries, placed));
}

/** What an application may use: the list decides of what it knows, and of nothing else. */
function permissionsIn({
  entries,
  state,
  reading,
}: EntraContext): (item: EntraApplication, existing: ApplicationWithApis | undefined) => string[] {
  const apis = new Set([...state.apis.keys(), ...reading.file.apis.map(({ item }) => item.id)]);
  const known = new Set(entries.flatMap(({ item }) => [item.appId, ...resourcesOf(item)]));
  return (item, existing) => {
    const before = existing?.apiIds ?? [];
    if (item.requiredResourceAccess === null) return before;
    const listed = resourcesOf(item).filter((id) => apis.has(id));
    const permitted = [...listed, ...before.filter((id) => !known.has(id))];
    return permitted.length > 0 ? [...new Set(permitted)] : before;
  };
}

function isTakenOver(
  { answers, reading, config }: EntraContext,
  { place, item }: Entry,
  existing: ApplicationWithApis | undefined,
  apis: string[],
): boolean {
  const { appId, displayName: name } = item;
  const answer = answers.organisations[appId];
  if (answer === null) {
    reading.questions.push({ ...questionOf(place, item), candidates: [], answer: { organisation: null } });
    reading.leftOut.push({ appId, name, path: place, reason: 'chosen' });
    return false;
  }
  const resources = resourcesOf(item);
  // It may use an API that is still asked about.
  if (apis.length > 0 || resources.some((id) => reading.file.mentioned.apis.has(id))) return true;
  const isPartners = readApplicationName(config.applicationNamePattern, name) !== null;
  if (existing === undefined && answer === undefined && !isPartners) {
    const isApi = item.identifierUris.length > 0 || item.appRoles.length > 0;
    reading.leftOut.push({ appId, name, path: place, reason: isApi ? 'used-by-nobody' : 'uses-no-api' });
    return false;
  }
  const message = text('import.entra.no-api', {
    name,
    ids: resources.join(', ') || text('import.entra.none'),
  });
  reading.problems.push({ path: `${place}.requiredResourceAccess`, message });
  return true;
}

/** Whose application it is; null: that has to be answered. */
function organisationOf(
  { state, answers, reading, config }: EntraContext,
  { place, item }: Entry,
  existing: ApplicationWithApis | undefined,
  organisationsNamed: ReturnType<typeof organisationsByName>,
): string | null {
  const { appId, displayName } = item;
  const question = questionOf(place, item);
  const named = readApplicationName(config.applicationNamePattern, displayName);
  const candidates = (named === null ? [] : organisationsNamed(named.country, named.organisation)).map(
    ({ id, name }) => ({ id, name }),
  );
  const answer = answers.organisations[appId];
  if (typeof answer === 'string') {
    const organisation = { id: answer, name: state.organisations.get(answer)?.name ?? answer };
    reading.questions.push({ ...question, candidates, answer: { organisation } });
    return answer;
  }
  if (existing !== undefined) return existing.organisation_id;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only.id;
  reading.questions.push({ ...question, candidates, answer: null });
  reading.problems.push({
    path: `${place}.displayName`,
    message: text('import.entra.organisation-open', { name: displayName, appId }),
  });
  return null;
}

const questionOf = (path: string, { appId, displayName, passwordCredentials }: EntraApplication) => ({
  kind: 'organisation' as const,
  appId,
  name: displayName,
  path,
  secrets: passwordCredentials?.length ?? 0,
});

/** Which organisations a name by the pattern can mean, without looking through all of them for each name. */
function organisationsByName(
  organisations: Iterable<OrganisationRow>,
): (country: string, inName: string) => OrganisationRow[] {
  const key = (country: string, inName: string): string => `${country} ${inName}`;
  const members = [...organisations].filter(({ kind }) => kind === 'member');
  const found = Map.groupBy(members, ({ country, name }) =>
    key(country, organisationInName(name).toLowerCase()),
  );
  return (country, inName) => found.get(key(country, inName)) ?? [];
}

const secretsOf = ({ place, item }: Entry) =>
  (item.passwordCredentials ?? []).map(({ keyId, displayName, hint, endDateTime }, index) => ({
    place: `${place}.passwordCredentials[${index}]`,
    item: {
      application: item.appId,
      keyId,
      // One without a name is found in Entra by its ID.
      name: displayName === '' ? keyId : displayName,
      hint: hint === '' ? null : hint,
      expiresAt: endDateTime,
    },
  }));

/** New applications keep the names that fit; those come first, so that no proposal takes one. */
function withNames(context: EntraContext, entries: Entry[], placed: Placed<Stated>[]): Placed<Stated>[] {
  const { state, reading } = context;
  const names = new Map(entries.map(({ item }) => [item.appId, item.displayName]));
  const taken = new Set([...state.applications.values()].map(({ name_folded }) => name_folded));
  const kept: Placed<Stated>[] = [];
  const others: Placed<Stated>[] = [];
  for (const one of placed) {
    const { clientId } = one.item;
    const name = names.get(clientId) ?? '';
    const base = nameByPattern(context, one.item);
    if (state.applications.has(clientId)) others.push(one);
    else if (isNumberedName(name, base) && !taken.has(fold(name))) {
      taken.add(fold(name));
      kept.push({ ...one, item: { ...one.item, name } });
    } else {
      others.push(one);
      note(reading, clientId, text('import.entra.renamed', { name: name || text('import.entra.none') }));
    }
  }
  noteUnknownResources(context, entries, [...kept, ...others]);
  return [...kept, ...others];
}

function nameByPattern({ state, reading, config }: EntraContext, item: Stated): string {
  const organisation = state.organisations.get(item.organisation);
  const [apiId = ''] = item.apis;
  const answered = reading.file.apis.find(({ item: api }) => api.id === apiId)?.item;
  return applicationNameFor(config.applicationNamePattern, {
    kind: item.kind,
    country: organisation?.country ?? '',
    organisationName: organisation?.name ?? '',
    apiCode: (state.apis.get(apiId) ?? answered)?.code ?? '',
  });
}

// Microsoft Graph and its like, which every new application asks for by itself.
const microsofts = /^0{7}[0-9a-f]-0000-0(000|ff1)-c(000|e00)-0{12}$/;

function noteUnknownResources({ reading }: EntraContext, entries: Entry[], placed: Placed<Stated>[]): void {
  const permitted = new Map(placed.map(({ item }) => [item.clientId, new Set(item.apis)]));
  for (const { item } of entries) {
    const apis = permitted.get(item.appId);
    const unknown = resourcesOf(item).filter((id) => apis?.has(id) === false && !microsofts.test(id));
    if (unknown.length > 0)
      note(
        reading,
        item.appId,
        text('import.entra.unknown-resources', { count: unknown.length, ids: unknown.join(', ') }),
      );
  }
}

const note = ({ notes }: EntraContext['reading'], clientId: string, words: string): void =>
  void notes.set(clientId, [...(notes.get(clientId) ?? []), words]);
