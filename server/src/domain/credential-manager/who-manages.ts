import { applicationsManagedBy, managersAmong } from '../../store/credential-managers.ts';
import type { Deps } from '../deps.ts';

/** The IDs of the users who manage each of these applications, for all open pages at once. */
export const whoManages = (
  { db }: Pick<Deps, 'db'>,
  clientIds: string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => managersAmong(db, clientIds);

/** The client IDs that a user manages. */
export const managedBy = ({ db }: Pick<Deps, 'db'>, userId: string): Promise<Set<string>> =>
  applicationsManagedBy(db, userId);
