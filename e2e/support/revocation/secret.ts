import { apis, applications, type Person } from '../federation.ts';
import type { Called } from './call.ts';

/** From `sinceMs`, when it was answered that the secret is deleted or disabled, until it was asked to be enabled. */
type DeadPeriod = { sinceMs: number; untilMs: number };

/** A client secret that gets tokens until it is revoked, and what is promised about it. */
export type Secret = {
  id: string;
  clientId: string;
  clientSecret: string;
  /** Nothing was asked to be revoked so far: it has to work. */
  isUntouched: boolean;
  /** Somebody is about to revoke it, or has. */
  isTaken: boolean;
  dead: DeadPeriod[];
  /** The last token that each server issued. */
  tokens: Map<string, string>;
};

/** An application of the sample federation, who manages it, and the API that its tokens are for. */
export type Application = { clientId: string; manager: Person; api: { id: string; identifier: string } };

export const managedApplications: Application[] = [
  { clientId: applications.eastSearch, manager: 'eastManager', api: apis.search },
  { clientId: applications.eastData, manager: 'eastManager', api: apis.data },
  { clientId: applications.westData, manager: 'westManager', api: apis.data },
];

export function applicationOf({ clientId }: { clientId: string }): Application {
  const found = managedApplications.find((application) => application.clientId === clientId);
  if (found === undefined) throw new Error(`there is no application ${clientId}`);
  return found;
}

/**
 * Whether the answer came to a request that was sent while the secret was dead, and before it may have come alive. Both
 * moments err on the safe side: a request is older than it was sent, and the secret was dead before that was read.
 */
export const wasAskedDead = ({ dead }: Secret, { sentMs, answeredMs }: Called): DeadPeriod | undefined =>
  dead.find(({ sinceMs, untilMs }) => sentMs >= sinceMs && answeredMs < untilMs);

export const isDead = ({ dead }: Secret): boolean => dead.some(({ untilMs }) => untilMs === Infinity);
