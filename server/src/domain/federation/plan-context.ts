import type { MessageKey } from '@keyturn/contract';
import { iso31661 } from 'iso-3166';
import type { Config } from '../../config.ts';
import type { MessageParameters } from '../../messages.ts';
import type { ApiRow } from '../../store/apis.ts';
import type { ApplicationRow } from '../../store/applications.ts';
import type { CredentialManagerRow } from '../../store/credential-managers.ts';
import type { OrganisationRow } from '../../store/organisations.ts';
import type { PortalUserRow } from '../../store/portal-users.ts';
import type { SecretElsewhereRow } from '../../store/secrets-elsewhere.ts';
import { isLocale } from '../user/check-user-fields.ts';
import type { Owners } from './owners.ts';
import type { ReadImportFile } from './read-import-file.ts';

/** An application with the APIs that it is permitted to use, sorted. */
export type ApplicationWithApis = ApplicationRow & { apiIds: string[] };

/** What the database holds before an import. */
export type FederationState = {
  organisations: Map<string, OrganisationRow>;
  apis: Map<string, ApiRow>;
  applications: Map<string, ApplicationWithApis>;
  users: Map<string, PortalUserRow>;
  managers: Map<string, CredentialManagerRow>;
  /** Of an import of the former system’s list alone. */
  secretsElsewhere: Map<string, ElsewhereRow>;
};

/** A secret of the former system; `id` null: it is not written yet. */
export type ElsewhereRow = Omit<SecretElsewhereRow, 'id'> & { id: string | null };

/** What the import would leave behind; an item equal to what is there stands in neither list. */
export type PlannedNoun<Row> = { creates: Row[]; updates: { before: Row; after: Row }[]; unchanged: number };
export type ImportPlan = {
  organisations: PlannedNoun<OrganisationRow>;
  apis: PlannedNoun<ApiRow>;
  applications: PlannedNoun<ApplicationWithApis>;
  users: PlannedNoun<PortalUserRow>;
  managers: PlannedNoun<CredentialManagerRow>;
  /** `removes`: what the former system does not list any more. */
  secretsElsewhere: PlannedNoun<ElsewhereRow> & { removes: { before: ElsewhereRow; after: ElsewhereRow }[] };
};

/** What the checks of one import share. */
export type PlanContext = {
  state: FederationState;
  taken: { identifiers: Owners; names: Owners; emails: Owners };
  mentioned: ReadImportFile['mentioned'];
  config: Pick<Config, 'publicUrl' | 'applicationNamePattern'>;
  now: Date;
  problem: (path: string, key: MessageKey, parameters?: MessageParameters) => void;
};

/** The key of a secret of the former system. */
export const elsewhereKey = (applicationId: string, keyId: string): string => `${applicationId} ${keyId}`;

/** The key of a credential manager role. */
export const managerKey = (applicationId: string, userId: string): string => `${applicationId} ${userId}`;

const unknownMessages = {
  organisations: 'import.unknown-organisation',
  apis: 'import.unknown-api',
  applications: 'import.unknown-application',
  users: 'import.unknown-user',
} as const;

/** The row with this ID; one that the file states but that is malformed is reported once, where it stands. */
export function known<Row>(
  { mentioned, problem }: PlanContext,
  noun: keyof ReadImportFile['mentioned'],
  path: string,
  rows: Map<string, Row>,
  id: string,
): Row | null {
  const row = rows.get(id);
  if (row === undefined && !mentioned[noun].has(id)) problem(path, unknownMessages[noun], { id });
  return row ?? null;
}

export function requireLocale(problem: PlanContext['problem'], place: string, locale: string): void {
  if (!isLocale(locale)) problem(`${place}.locale`, 'import.unknown-locale', { locale });
}

const countries = new Set(iso31661.map(({ alpha2 }) => alpha2));

/** Whether this is the alpha-2 code that ISO 3166-1 assigns to a country. */
export const isCountry = (code: string): boolean => countries.has(code);
