import { longestTokenTtlSeconds, type SigningAlgorithm } from '@keyturn/contract';
import type { ServedRows } from '../../store/served-rows.ts';
import type { PrivateKeyRow, PublicKeyRow } from '../../store/signing-keys.ts';
import type { TokenClient, TokenClientSecret } from '../../store/token-clients.ts';
import type { ApiCredential, PresentState } from './present-state.ts';

/** Servers' clocks differ a little. */
const keptMs = 60 * 60 * 1000;

/** From so many combinations of APIs on they are begun anew. */
const manyPermissions = 1_000;

/** So few may stay for ever. */
const fewRevocations = 1_000;

type Row<Table extends keyof ServedRows> = ServedRows[Table][number];

/** A client secret in as few bytes as it takes: there may be hundreds of thousands. */
type HeldSecret = Pick<
  Row<'secrets'>,
  'id' | 'hint' | 'expiresAtMs' | 'disabledAtMs' | 'deletedAtMs' | 'statusIndex'
> & {
  /** One character a byte: a Buffer of its own would take three times as much. */
  sha256: string;
};
type HeldApplication = Row<'applications'> & { secrets: HeldSecret[] };

/** The tables that tokens depend on, in memory, as they were at one moment. */
export type ServedTables = PresentState & {
  /** Takes rows in place of those with the same ID. */
  apply(rows: Partial<ServedRows>): void;
};

export function createServedTables(): ServedTables {
  const organisations = new Map<string, Row<'organisations'>>();
  const apis = new Map<string, Row<'apis'>>();
  const applications = new Map<string, HeldApplication>();
  const credentials = new Map<string, Omit<ApiCredential, 'id' | 'identifier'>[]>();
  const signing = new Map<SigningAlgorithm, PrivateKeyRow>();
  const verifying = new Map<string, PublicKeyRow>();
  const revokedTokens = new Map<string, number>();
  /** By the IDs that an application has: most have the same ones as many others. */
  const permitted = new Map<string, TokenClient['apis']>();
  let lastExpiryMs = 0;
  /** How many were left by the last sweep. */
  let keptRevocations = fewRevocations;

  function applySecret({ applicationId, sha256, ...row }: Row<'secrets'>): void {
    const application = applications.get(applicationId);
    if (application === undefined) throw new Error(`client secret ${row.id} came before its application`);
    const { secrets } = application;
    const known = secrets.findIndex(({ id }) => id === row.id);
    const place = known === -1 ? secrets.length : known;
    if (sha256 === null) return void secrets.splice(place, 1);
    // Exactly what is kept, whatever else the row had.
    const { id, hint, expiresAtMs, disabledAtMs, deletedAtMs, statusIndex } = row;
    const bytes = Buffer.from(sha256, 'hex').toString('latin1');
    secrets[place] = { id, hint, sha256: bytes, expiresAtMs, disabledAtMs, deletedAtMs, statusIndex };
  }

  function applyCredential({ id, apiId, sha256, isDeleted }: Row<'introspectionCredentials'>): void {
    const others = (credentials.get(apiId) ?? []).filter(({ credentialId }) => credentialId !== id);
    const added = isDeleted ? [] : [{ credentialId: id, sha256: Buffer.from(sha256, 'hex') }];
    credentials.set(apiId, [...others, ...added]);
  }

  function applySigningKey({
    kid,
    algorithm,
    publicJwk,
    privateSealed,
    isRetired,
  }: Row<'signingKeys'>): void {
    if (isRetired) verifying.delete(kid);
    else verifying.set(kid, { kid, algorithm, public_jwk: publicJwk });
    if (privateSealed !== null)
      signing.set(algorithm, { kid, algorithm, private_sealed: Buffer.from(privateSealed, 'hex') });
    else if (signing.get(algorithm)?.kid === kid) signing.delete(algorithm);
  }

  function applyRevokedTokens(rows: Row<'revokedTokens'>[]): void {
    for (const { jti, expiresAtMs } of rows) {
      revokedTokens.set(jti, expiresAtMs);
      lastExpiryMs = Math.max(lastExpiryMs, expiresAtMs);
    }
    // Each sweep is paid for by as many revocations as it looks at.
    if (revokedTokens.size < 2 * keptRevocations) return;
    // No token lives longer: what the last expiry leaves so far behind has expired, whatever the clock says.
    const expiredMs = lastExpiryMs - longestTokenTtlSeconds * 1000 - keptMs;
    for (const [jti, expiryMs] of revokedTokens) if (expiryMs < expiredMs) revokedTokens.delete(jti);
    keptRevocations = Math.max(fewRevocations, revokedTokens.size);
  }

  return {
    apply(rows) {
      for (const row of rows.organisations ?? []) organisations.set(row.id, row);
      for (const row of rows.apis ?? []) apis.set(row.id, row);
      permitted.clear();
      for (const row of rows.applications ?? [])
        applications.set(row.id, { ...row, secrets: applications.get(row.id)?.secrets ?? [] });
      for (const row of rows.secrets ?? []) applySecret(row);
      for (const row of rows.introspectionCredentials ?? []) applyCredential(row);
      for (const row of rows.signingKeys ?? []) applySigningKey(row);
      applyRevokedTokens(rows.revokedTokens ?? []);
    },

    client(clientId, endedSince, wanted) {
      const application = applications.get(clientId);
      const organisation = organisations.get(application?.organisationId ?? '');
      if (application === undefined || organisation === undefined) return undefined;
      const sinceMs = endedSince.getTime();
      const { id, name, kind, status, organisationId, selfManaged } = application;
      return {
        id,
        name,
        kind,
        status,
        organisationId,
        organisationStatus: organisation.status,
        selfManaged,
        apis: permittedApis(application.apiIds),
        secrets: application.secrets
          .filter(
            (held) => wanted(held) && held.expiresAtMs > sinceMs && (held.deletedAtMs ?? Infinity) > sinceMs,
          )
          .map(toTokenSecret),
      };
    },

    apiCredentials(apiId) {
      const identifier = apis.get(apiId)?.identifier;
      if (identifier === undefined) return [];
      return (credentials.get(apiId) ?? []).map((held) => ({ ...held, id: apiId, identifier }));
    },

    signingKey: (algorithm) => signing.get(algorithm),
    verificationKey: (kid) => verifying.get(kid),
    isRevoked: (jti) => revokedTokens.has(jti),
  };

  function permittedApis(ids: string[]): TokenClient['apis'] {
    const name = ids.join(' ');
    const known = permitted.get(name);
    if (known !== undefined) return known;
    if (permitted.size >= manyPermissions) permitted.clear();
    const found = findPermittedApis(ids);
    permitted.set(name, found);
    return found;
  }

  function findPermittedApis(ids: string[]): TokenClient['apis'] {
    return ids
      .flatMap((id) => {
        const api = apis.get(id);
        if (api === undefined || api.status !== 'active') return [];
        const { identifier, name, roles, tokenTtlSeconds, algorithm, tokenHeaderType } = api;
        return [{ id, identifier, name, roles, tokenTtlSeconds, algorithm, tokenHeaderType }];
      })
      .toSorted((one, other) => (one.identifier < other.identifier ? -1 : 1));
  }
}

const toTokenSecret = (held: HeldSecret): TokenClientSecret => ({
  id: held.id,
  hint: held.hint,
  sha256: Buffer.from(held.sha256, 'latin1'),
  expires_at: new Date(held.expiresAtMs),
  disabled_at: held.disabledAtMs === null ? null : new Date(held.disabledAtMs),
  deleted_at: held.deletedAtMs === null ? null : new Date(held.deletedAtMs),
  status_index: held.statusIndex,
});
