import { clientSecretStatus, isUsable } from '../domain/client-secret/client-secret-status.ts';
import type { Deps } from '../domain/deps.ts';
import { findClientSecret } from '../store/client-secrets.ts';
import { allOrganisations } from '../store/organisations.ts';
import type { DemoFile } from './demo-file.ts';

/** Whether more than the operator's own organisation is there: seeding was begun. */
export const holdsFederation = async (deps: Pick<Deps, 'db'>): Promise<boolean> =>
  (await allOrganisations(deps.db)).length > 1;

/** A sample secret that still works, the self-managed application's if possible: people delete them while trying. */
export async function findUsableSample(deps: Pick<Deps, 'db' | 'clock'>, demo: DemoFile) {
  const now = deps.clock.now();
  const selfManagedFirst = demo.applications.toSorted(
    (one, other) => Number(other.selfManaged) - Number(one.selfManaged),
  );
  for (const application of selfManagedFirst)
    for (const { id, clientSecret } of application.secrets) {
      const secret = await findClientSecret(deps.db, application.clientId, id);
      if (secret !== undefined && isUsable(clientSecretStatus(secret, now)))
        return { application, clientSecret };
    }
  return null;
}
