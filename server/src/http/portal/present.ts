import type { Application, AuditEvent, ClientSecret } from '@keyturn/contract';
import type { Config } from '../../config.ts';
import type { ApplicationView, ClientSecretView } from '../../domain/application/read-applications.ts';
import type { RecordedEvent } from '../../domain/audit/list-audit-events.ts';
import { clientSecretExpiryRange } from '../../domain/client-secret/client-secret-expiry.ts';
import { clientSecretStatus } from '../../domain/client-secret/client-secret-status.ts';
import type { PastActor } from '../../domain/policy.ts';
import { formatEtag } from './etag.ts';

/** A client secret as the portal API answers it. */
export function presentClientSecret(secret: ClientSecretView, now: Date): ClientSecret {
  return {
    id: secret.id,
    name: secret.name,
    hint: secret.hint,
    status: clientSecretStatus(secret, now),
    createdAt: secret.created_at.toISOString(),
    createdBy: presentActor(secret.created_by),
    creatorLeft: secret.creatorLeft ?? false,
    createdBySecretId: secret.created_by_secret_id,
    expiresAt: secret.expires_at.toISOString(),
    firstUsedAt: secret.first_used_at?.toISOString() ?? null,
    lastUsedAt: secret.last_used_at?.toISOString() ?? null,
    lastUsedFrom:
      secret.last_used_at === null
        ? null
        : { address: secret.last_address, userAgent: secret.last_user_agent },
    lastRefused:
      secret.lastRefusal === undefined
        ? null
        : {
            at: secret.lastRefusal.last_at.toISOString(),
            address: secret.lastRefusal.last_address,
            userAgent: secret.lastRefusal.user_agent,
            reason: secret.lastRefusal.reason,
          },
    replacesSecretId: secret.replaces_secret_id,
    disabled: event(secret.disabled_at, secret.disabled_by, { reason: secret.disabled_reason }),
    deleted: event(secret.deleted_at, secret.deleted_by, {}),
  };
}

/** An application with its client secrets as the portal API answers it. */
export function presentApplication(
  { application, apis, managers, showsConfirmations, secrets, secretsElsewhere, mistake }: ApplicationView,
  config: Pick<Config, 'maxSecretLifetime' | 'accessTokenTtlSeconds'>,
  now: Date,
): Application {
  const timeZone = application.organisation_time_zone;
  return {
    clientId: application.id,
    name: application.name,
    kind: application.kind === 'partner-alternative' ? 'partner-alternative' : 'partner',
    status: application.status,
    disabledReason: application.disabled_reason,
    organisation: { id: application.organisation_id, name: application.organisation_name, timeZone },
    apis: apis.map((api) => ({
      id: api.id,
      identifier: api.identifier,
      name: api.name,
      code: api.code,
      environment: api.environment,
      baseUrl: api.base_url,
      documentationUrl: api.documentation_url,
      statusCheck: api.status_check,
      tokenTtlSeconds: api.token_ttl_seconds ?? config.accessTokenTtlSeconds,
    })),
    managers: managers.map((manager) => ({
      userId: manager.id,
      name: manager.name,
      email: manager.email,
      confirmation: showsConfirmations
        ? {
            confirmedBy: manager.confirmed_by,
            confirmedAt: manager.confirmed_at.toISOString(),
            reference: manager.reference,
          }
        : null,
    })),
    selfManaged: application.self_managed,
    maxSecretExpiresAt: clientSecretExpiryRange(now, timeZone, config.maxSecretLifetime).max.toISOString(),
    etag: formatEtag(application.secrets_revision),
    secrets: secrets.map((secret) => presentClientSecret(secret, now)),
    secretsElsewhere: secretsElsewhere.map(({ id, name, hint, expires_at, system }) => ({
      id,
      name,
      hint,
      expiresAt: expires_at.toISOString(),
      system,
    })),
    mistake: mistake === null ? null : { kind: mistake.kind, at: mistake.at.toISOString() },
  };
}

/** An audit event as the portal API answers it. */
export const presentAuditEvent = (stored: RecordedEvent): AuditEvent => ({
  seq: stored.seq,
  at: stored.at.toISOString(),
  action: stored.action,
  actor: stored.actor,
  address: stored.address,
  target: { type: stored.targetType, id: stored.targetId, name: stored.targetName },
  applicationId: stored.applicationId,
  before: stored.before,
  after: stored.after,
});

/** Only users are told apart by ID: their colleagues see it anyway, in the list of managers. */
const presentActor = ({ kind, id, name }: PastActor): ClientSecret['createdBy'] => ({
  kind,
  name,
  userId: kind === 'user' ? id : null,
});

function event<Extra extends object>(at: Date | null, by: PastActor | null, extra: Extra) {
  return at === null || by === null ? null : { at: at.toISOString(), by: presentActor(by), ...extra };
}
