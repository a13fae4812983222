import { countRecoveryCodes } from '../../store/recovery-codes.ts';
import type { Deps } from '../deps.ts';
import { requireOpenSession, termsToAccept, type OpenSession } from './sessions.ts';

/** Who is signed in, and what they have to see to first. */
export type SessionSummary = OpenSession & { termsToAccept: number | null; recoveryCodesLeft: number };

/** @throws KeyturnError `unauthenticated`, `session-covered` */
export async function readSession(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  token: string | undefined,
): Promise<SessionSummary> {
  const open = await requireOpenSession(deps, token);
  return {
    ...open,
    termsToAccept: await termsToAccept(deps.db, open.row),
    recoveryCodesLeft: await countRecoveryCodes(deps.db, open.row.user_id),
  };
}
