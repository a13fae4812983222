import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import type { Deps } from '../../domain/deps.ts';

/** @throws OAuthError `invalid_request` when the URL names another tenant than this Keyturn's */
export function requireTenant({ tenantId }: Pick<Deps, 'tenantId'>, tenant: string): void {
  if (tenant.toLowerCase() !== tenantId) throw new OAuthError('invalid_request', 'oauth.unknown-tenant');
}
