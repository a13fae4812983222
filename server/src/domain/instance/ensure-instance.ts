import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import { findInstance, insertInstance, type InstanceRow } from '../../store/instance.ts';
import { insertOrganisations } from '../../store/organisations.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';

/** `KEYTURN_TENANT_ID` is set to another value than at the first start. */
export class TenantIdChangedError extends Error {
  override readonly name = 'TenantIdChangedError';
  readonly configured: string;
  readonly stored: string;
  constructor(configured: string, stored: string) {
    super('the tenant ID never changes');
    this.configured = configured;
    this.stored = stored;
  }
}

/**
 * What a database keeps for good: its tenant ID (R2.3) and whether it holds the demo. The first start sets it and
 * makes the operator's own organisation.
 * @throws TenantIdChangedError
 */
export async function ensureInstance(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'> & { config: Config },
  { demo }: { demo: boolean },
): Promise<InstanceRow> {
  const instance = (await findInstance(deps.db)) ?? (await firstStart(deps, demo));
  const configured = deps.config.tenantId;
  if (configured !== null && configured !== instance.tenant_id)
    throw new TenantIdChangedError(configured, instance.tenant_id);
  return instance;
}

function firstStart(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'> & { config: Config },
  demo: boolean,
): Promise<InstanceRow> {
  const { config } = deps;
  return change(deps, systemActor, async (tx, record) => {
    // Another server may have been first.
    const existing = await findInstance(tx);
    if (existing !== undefined) return existing;
    const now = deps.clock.now();
    const tenantId = config.tenantId ?? randomUUID();
    const instance = { id: true, tenant_id: tenantId, demo, created_at: now };
    await insertInstance(tx, { tenant_id: tenantId, demo, created_at: now });
    await insertOrganisations(tx, [
      {
        id: randomUUID(),
        kind: 'operator',
        name: config.operatorName,
        country: '',
        time_zone: config.timeZone,
        locale: 'en',
        shared_mailbox: null,
        status: 'active',
        disabled_reason: null,
        created_at: now,
      },
    ]);
    record({
      action: 'instance.created',
      target: { type: 'instance', id: tenantId, name: config.operatorName },
    });
    return instance;
  });
}
