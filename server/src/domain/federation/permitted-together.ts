import type { ApiRow } from '../../store/apis.ts';
import type { ApplicationWithApis, FederationState, PlanContext, PlannedNoun } from './plan-context.ts';
import type { Placed } from './read-import-file.ts';

/** Why an application may not have these APIs together (R3.2). */
type Misfit = { key: 'import.codes-differ'; codes: string } | { key: 'import.alternative-apis' };

/** What is wrong with these APIs for an application of this kind (R3.2); null: nothing, as with none at all. */
export function misfitOf(kind: ApplicationWithApis['kind'], apis: readonly ApiRow[]): Misfit | null {
  const codes = [...new Set(apis.map(({ code }) => code))];
  if (codes.length > 1) return { key: 'import.codes-differ', codes: codes.join(', ') };
  if (
    kind === 'partner-alternative' &&
    (apis.length > 1 || apis.some(({ environment }) => environment !== 'sandbox'))
  )
    return { key: 'import.alternative-apis' };
  return null;
}

/**
 * Refuses another code or environment of an API where applications that are permitted to use it, and stay so, could not
 * have been given it as it would be (R3.2). Once everything is planned: a file may change several APIs together.
 */
export function requireFittingApplications(
  { state, problem }: PlanContext,
  before: FederationState,
  placed: Placed<{ id: string }>[],
  { updates }: PlannedNoun<ApiRow>,
): void {
  const changed = new Map(
    updates
      .filter(({ before: was, after: is }) => was.code !== is.code || was.environment !== is.environment)
      .map(({ before: was, after: is }) => [is.id, was.code === is.code ? 'environment' : 'code'] as const),
  );
  if (changed.size === 0) return;
  const apisIn = (apis: FederationState['apis'], { apiIds }: ApplicationWithApis): ApiRow[] =>
    apiIds.map((id) => apis.get(id)).filter((api) => api !== undefined);
  const spoilt = [...state.applications.values()].filter(
    (application) =>
      application.apiIds.some((id) => changed.has(id)) &&
      misfitOf(application.kind, apisIn(state.apis, application)) !== null &&
      misfitOf(application.kind, apisIn(before.apis, application)) === null,
  );
  for (const { place, item } of placed) {
    const field = changed.get(item.id);
    const users = spoilt.filter(({ apiIds }) => apiIds.includes(item.id));
    if (field === undefined || users.length === 0) continue;
    const names = users.map(({ name }) => name).toSorted();
    problem(`${place}.${field}`, 'import.api-in-use', {
      count: names.length,
      names: names.slice(0, 3).join(', '),
    });
  }
}
