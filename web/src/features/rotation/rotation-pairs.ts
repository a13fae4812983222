import type { Application, ClientSecret } from '@keyturn/contract';
import { isDeleted, isValid } from '../client-secret/secret-state.ts';

type Secrets = Pick<Application, 'secrets'>;

/** Whether a rotation is under way: a client secret that is not deleted names another such one as replaced. */
export const hasRotation = ({ secrets }: Secrets): boolean =>
  secrets.some((secret) => !isDeleted(secret) && replacedBy(secret, secrets) !== undefined);

/** The client secrets that replace this one. */
export const replacementsOf = ({ secrets }: Secrets, { id }: ClientSecret): ClientSecret[] =>
  secrets.filter((secret) => !isDeleted(secret) && secret.replacesSecretId === id);

/** The valid client secrets that can be named as the replacement of this one: those that replace none so far. */
export function possibleReplacements({ secrets }: Secrets, secret: ClientSecret): ClientSecret[] {
  // A secret cannot be replaced by one that it replaces itself, however far back.
  const earlier = new Set<string>([secret.id]);
  for (let next = replacedBy(secret, secrets); next !== undefined; next = replacedBy(next, secrets))
    earlier.add(next.id);
  return secrets.filter(
    (other) => isValid(other) && !earlier.has(other.id) && replacedBy(other, secrets) === undefined,
  );
}

const replacedBy = ({ replacesSecretId }: ClientSecret, secrets: ClientSecret[]): ClientSecret | undefined =>
  secrets.find((secret) => secret.id === replacesSecretId && !isDeleted(secret));
