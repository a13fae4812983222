import { apisQuery, applicationsQuery } from '@keyturn/contract';
import { z } from 'zod';
import { listApis } from '../../../domain/api/apis.ts';
import type { Deps } from '../../../domain/deps.ts';
import { exportSecretsElsewhere } from '../../../domain/export/export-by-application.ts';
import { describeSigningKey } from '../../../domain/signing-key/describe-signing-key.ts';
import { listSigningKeys } from '../../../domain/signing-key/list-signing-keys.ts';
import { readTermsVersions } from '../../../domain/terms/terms.ts';
import type { SigningKeyPosition } from '../../../store/signing-keys.ts';
import type { PortalApp } from '../portal-app.ts';
import { presentIntrospectionCredential } from '../present-introspection-credential.ts';
import { limit, notPaged, pagesOf, type After } from './pages.ts';
import { registerExport } from './register-export.ts';

/** What the federation's security rests on as files (R7): introspection credentials, secrets still in Entra, keys, terms. */
export function registerSecurityExports(app: PortalApp, deps: Deps): void {
  registerExport(app, deps, {
    list: 'introspection-credentials',
    format: 'csv',
    operationId: 'exportIntrospectionCredentials',
    summary: 'Export the introspection credentials of APIs as CSV, never a value of one',
    query: apisQuery.omit(notPaged),
    pages: ({ actor, query }) =>
      pagesOf(async (after: After<typeof listApis>) => {
        const { views, next } = await listApis(deps, actor, { ...query, after, limit });
        const credentials = views.flatMap(({ row, credentials: own }) =>
          own.map((credential) => ({ api: row, credential: presentIntrospectionCredential(credential) })),
        );
        return { views: credentials, next };
      }),
    columns: {
      id: ({ credential }) => credential.id,
      api: ({ api }) => api.name,
      environment: ({ api }) => api.environment,
      apiId: ({ api }) => api.id,
      name: ({ credential }) => credential.name,
      hint: ({ credential }) => credential.hint,
      createdAt: ({ credential }) => credential.createdAt,
      createdBy: ({ credential }) => credential.createdBy,
      lastUsedAt: ({ credential }) => credential.lastUsedAt,
      lastUsedFrom: ({ credential }) => credential.lastUsedFrom,
    },
  });

  registerExport(app, deps, {
    list: 'secrets-elsewhere',
    format: 'csv',
    operationId: 'exportSecretsElsewhere',
    summary: 'Export the secrets that applications still have in the system that they come from, as CSV',
    query: applicationsQuery.omit(notPaged),
    pages: ({ actor, query }) => exportSecretsElsewhere(deps, actor, query),
    columns: {
      id: ({ secret }) => secret.id,
      application: ({ application }) => application.name,
      clientId: ({ application }) => application.id,
      organisation: ({ application }) => application.organisation_name,
      system: ({ secret }) => secret.system,
      keyId: ({ secret }) => secret.key_id,
      name: ({ secret }) => secret.name,
      hint: ({ secret }) => secret.hint,
      expiresAt: ({ secret }) => secret.expires_at.toISOString(),
    },
  });

  registerExport(app, deps, {
    list: 'signing-keys',
    format: 'csv',
    operationId: 'exportSigningKeys',
    summary: 'Export all signing keys there ever were as CSV, never a private one',
    query: z.object({}),
    pages: ({ actor }) =>
      pagesOf(async (after: SigningKeyPosition | null) => {
        const { keys, next } = await listSigningKeys(deps, actor, { after, limit });
        return { views: keys.map(describeSigningKey), next };
      }),
    columns: {
      kid: ({ kid }) => kid,
      algorithm: ({ algorithm }) => algorithm,
      status: ({ status }) => status,
      publishedAt: ({ publishedAt }) => publishedAt,
      signsFrom: ({ signsFrom }) => signsFrom,
      signedUntil: ({ signedUntil }) => signedUntil,
      retiresAt: ({ retiresAt }) => retiresAt,
      revokedAt: ({ revokedAt }) => revokedAt,
    },
  });

  registerExport(app, deps, {
    list: 'terms-versions',
    format: 'csv',
    operationId: 'exportTermsVersions',
    summary: 'Export the versions of the terms of use, without their texts, as CSV',
    query: z.object({}),
    pages: ({ actor }) =>
      pagesOf(async (before: number | null) => {
        const { versions, next } = await readTermsVersions(deps, actor, { before, limit });
        return { views: versions, next };
      }),
    columns: {
      version: ({ version }) => version,
      publishedAt: ({ published_at }) => published_at.toISOString(),
      publishedBy: ({ published_by }) => published_by?.name ?? null,
      acceptances: ({ acceptances }) => Number(acceptances),
    },
  });
}
