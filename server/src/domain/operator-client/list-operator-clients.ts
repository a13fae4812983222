import { listOperatorClients as listRows } from '../../store/applications.ts';
import { listClientSecrets } from '../../store/client-secrets.ts';
import type { Deps } from '../deps.ts';

export type OperatorClient = {
  clientId: string;
  name: string;
  hint: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
};

/** The automation clients in service, by name, each with its secret's hint, expiry and last use. */
export async function listOperatorClients(deps: Pick<Deps, 'db'>): Promise<OperatorClient[]> {
  const clients = await listRows(deps.db);
  if (clients.length === 0) return [];
  const secrets = await listClientSecrets(
    deps.db,
    clients.map(({ id }) => id),
    null,
  );
  return clients.flatMap(({ id, name }) =>
    secrets
      .filter(({ application_id }) => application_id === id)
      .map((secret) => ({
        clientId: id,
        name,
        hint: secret.hint,
        createdAt: secret.created_at.toISOString(),
        expiresAt: secret.expires_at.toISOString(),
        lastUsedAt: secret.last_used_at?.toISOString() ?? null,
      })),
  );
}
