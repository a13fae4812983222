import type { ImportFile } from '@keyturn/contract';
import { allApis } from '../../store/apis.ts';
import {
  findApis,
  findApplicationsLike,
  findApplicationsWithMore,
  permittedApiIds,
} from '../../store/federation-state.ts';
import type { Db } from '../../store/db.ts';
import { findOrganisation } from '../../store/organisations.ts';
import type { Config } from '../../config.ts';
import { fold } from '../fold.ts';
import { applicationNameFor } from './application-name.ts';
import type { FederationState } from './plan-context.ts';
import { emptyImportFile, type ReadImportFile } from './read-import-file.ts';

/** One organisation, API or application, as an import file would state it. */
export type StatedRecord =
  | { noun: 'organisations'; item: ImportFile['organisations'][number] }
  | { noun: 'apis'; item: ImportFile['apis'][number] }
  | { noun: 'applications'; item: ImportFile['applications'][number] };

export const idOf = ({ noun, item }: StatedRecord): string =>
  noun === 'applications' ? item.clientId : item.id;

/** An import file that states this record alone. Problems are named by their field. */
export function fileOf({ noun, item }: StatedRecord): ReadImportFile {
  const file = emptyImportFile();
  if (noun === 'organisations') file.organisations.push({ place: '', item });
  else if (noun === 'apis') file.apis.push({ place: '', item });
  else file.applications.push({ place: '', item });
  return file;
}

/** What of the present state the checks of this record look at, however large the federation is. */
export async function narrowState(
  db: Db,
  record: StatedRecord,
  config: Pick<Config, 'applicationNamePattern'>,
): Promise<FederationState> {
  const state: FederationState = {
    organisations: new Map(),
    apis: new Map(),
    applications: new Map(),
    users: new Map(),
    managers: new Map(),
    secretsElsewhere: new Map(),
  };
  const organisationId = record.noun === 'applications' ? record.item.organisation : idOf(record);
  const organisation = record.noun === 'apis' ? undefined : await findOrganisation(db, organisationId);
  if (organisation !== undefined) state.organisations.set(organisation.id, organisation);

  const apiIds = record.noun === 'applications' ? record.item.apis : [];
  const identifier = record.noun === 'apis' ? record.item.identifier : null;
  // An API and an application never have one ID.
  const apis =
    record.noun === 'organisations' ? [] : await findApis(db, [...apiIds, idOf(record)], identifier);
  for (const api of apis) state.apis.set(api.id, api);

  const names =
    record.noun === 'applications' && organisation !== undefined
      ? fold(
          applicationNameFor(config.applicationNamePattern, {
            kind: record.item.kind,
            country: organisation.country,
            organisationName: organisation.name,
            apiCode: apis.find(({ id }) => apiIds.includes(id))?.code ?? '',
          }),
        )
      : null;
  const stated = record.noun === 'applications' ? fold(record.item.name ?? '') : '';
  const applications =
    record.noun === 'organisations'
      ? []
      : await findApplicationsLike(db, [idOf(record)], stated === '' ? names : stated);
  for (const row of applications)
    state.applications.set(row.id, {
      ...row,
      apiIds: row.id === idOf(record) ? await permittedApiIds(db, row.id) : [],
    });
  if (record.noun === 'apis') await addThoseWithMore(db, state, record.item);
  return state;
}

/** Of an API whose code or environment changes: who must still be permitted to use it, with their other APIs (R3.2). */
async function addThoseWithMore(
  db: Db,
  state: FederationState,
  { id, code, environment }: ImportFile['apis'][number],
): Promise<void> {
  const before = state.apis.get(id);
  if (before === undefined || (before.code === code && before.environment === environment)) return;
  for (const api of await allApis(db)) state.apis.set(api.id, api);
  for (const row of await findApplicationsWithMore(db, id)) state.applications.set(row.id, row);
}
