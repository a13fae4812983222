import { importedApi, type EntraApplication, type ImportQuestion } from '@keyturn/contract';
import { text } from '../../../messages.ts';
import { placedIssue, type Placed } from '../read-import-file.ts';
import { resourcesOf, type EntraContext } from './entra-list.ts';

type ApiQuestion = Extract<ImportQuestion, { kind: 'api' }>;

/**
 * The applications of the list that others use and that are no API here yet: each becomes one as it was answered, is left
 * out, or is asked about, because the list knows neither code nor environment.
 * @returns their IDs
 */
export function readEntraApis(
  context: EntraContext,
  isPartner: (item: EntraApplication) => boolean,
): Set<string> {
  const { entries, state } = context;
  const usedBy = new Map<string, number>();
  for (const { item } of entries)
    for (const id of resourcesOf(item)) if (id !== item.appId) usedBy.set(id, (usedBy.get(id) ?? 0) + 1);
  const apis = entries.filter(
    ({ item }) => usedBy.has(item.appId) && !state.apis.has(item.appId) && !isPartner(item),
  );
  for (const entry of apis) readApi(context, entry, usedBy.get(entry.item.appId) ?? 0);
  return new Set(apis.map(({ item }) => item.appId));
}

function readApi(
  { answers, reading }: EntraContext,
  { place, item }: Placed<EntraApplication>,
  usedBy: number,
): void {
  const proposal = {
    name: item.displayName.slice(0, 100),
    identifier: proposedIdentifier(item),
    environment: /sandbox|test|staging|acceptance|\bdev\b/i.test(item.displayName)
      ? ('sandbox' as const)
      : ('production' as const),
  };
  const { appId, displayName: name } = item;
  const answered = answers.apis[appId];
  const question: ApiQuestion = {
    kind: 'api',
    appId,
    name,
    path: place,
    secrets: item.passwordCredentials?.length ?? 0,
    usedBy,
    proposal,
    answer: null,
  };
  if (answered !== null) reading.file.mentioned.apis.add(appId);
  if (answered === undefined) {
    reading.questions.push(question);
    reading.problems.push({ path: place, message: text('import.entra.api-open', { name, appId }) });
    return;
  }
  if (answered === null) {
    reading.questions.push({ ...question, answer: { api: null } });
    reading.leftOut.push({ appId, name, path: place, reason: 'chosen' });
    return;
  }
  const { code, environment, identifier = proposal.identifier, name: stated = proposal.name } = answered;
  const api = { code, environment, identifier, name: stated };
  reading.questions.push({ ...question, answer: { api } });
  const parsed = importedApi.safeParse({ id: appId, ...api, roles: rolesOf(item) });
  if (parsed.success) reading.file.apis.push({ place, item: parsed.data });
  else reading.problems.push(...parsed.error.issues.map((issue) => placedIssue(place, issue)));
}

const proposedIdentifier = ({ appId, identifierUris }: EntraApplication): string =>
  identifierUris.find((uri) => uri.startsWith('https:')) ?? identifierUris[0] ?? `api://${appId}`;

/** What Entra gives applications, not people, in the claim `roles`. */
const rolesOf = ({ appRoles }: EntraApplication): string[] => [
  ...new Set(
    appRoles.flatMap(({ value, isEnabled, allowedMemberTypes }) =>
      isEnabled !== false && allowedMemberTypes.includes('Application') && (value ?? '') !== ''
        ? [value ?? '']
        : [],
    ),
  ),
];
