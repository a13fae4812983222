import {
  environmentFilters,
  noFilter,
  orders,
  stateFilters,
  type ApplicationFilter,
} from './filter-applications.ts';

const maxLength = 200;

/** What stands in the address of Manage API Credentials; what is as without it is left out. */
type ApplicationsSearch = {
  /** A client ID: this application alone. */
  application?: string;
  /** The ID of one of its client secrets: with its rotation open. */
  rotate?: string;
} & { [Key in keyof ApplicationFilter]?: ApplicationFilter[Key] };

/** Reads an address, whoever wrote it: what is not understood counts as not there. */
export function parseApplicationsSearch(raw: Record<string, unknown>): ApplicationsSearch {
  const application = textIn(raw['application']);
  const rotate = textIn(raw['rotate']);
  const search = textIn(raw['search']);
  const state = oneOf(stateFilters, raw['state']);
  const api = textIn(raw['api']);
  const environment = oneOf(environmentFilters, raw['environment']);
  const sort = oneOf(orders, raw['sort']);
  return {
    ...(application === undefined ? {} : { application }),
    ...(rotate === undefined ? {} : { rotate }),
    ...(search === undefined ? {} : { search }),
    ...(state === undefined ? {} : { state }),
    ...(api === undefined ? {} : { api }),
    ...(environment === undefined ? {} : { environment }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/** Addresses are read as JSON, so digits arrive as a number. */
function textIn(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text.slice(0, maxLength) : undefined;
}

const oneOf = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
  values.find((one) => one === value);

export const filterOf = ({
  search = noFilter.search,
  state = noFilter.state,
  api = noFilter.api,
  environment = noFilter.environment,
  sort = noFilter.sort,
}: ApplicationsSearch): ApplicationFilter => ({ search, state, api, environment, sort });

/** The address of a filter: only what differs from none. */
export const searchOf = (filter: ApplicationFilter): ApplicationsSearch =>
  parseApplicationsSearch({ ...filter, sort: filter.sort === noFilter.sort ? undefined : filter.sort });
