import { isDeepStrictEqual } from 'node:util';
import {
  deleteCredentialManager,
  putCredentialManager,
  type CredentialManagerRow,
} from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import type { Recorded } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';
import { userTarget } from '../user/user-target.ts';

type Holder = { id: string; name: string };
type Record = (event: Recorded) => void;

/** Whether two roles rest on the same confirmation. */
export const isSameRole = (one: CredentialManagerRow, other: CredentialManagerRow): boolean =>
  isDeepStrictEqual(one, other);

/** Assigns the role for one application, or replaces the confirmation it rests on, and records that (R5.1). */
export async function putRole(
  tx: Tx,
  record: Record,
  holder: Holder,
  row: CredentialManagerRow,
  before: CredentialManagerRow | null,
): Promise<void> {
  await putCredentialManager(tx, row);
  record({
    action: before === null ? 'credential-manager.assigned' : 'credential-manager.updated',
    target: userTarget(holder),
    applicationId: row.application_id,
    before: before === null ? null : recordedValues(before),
    after: recordedValues(row),
  });
}

/** Takes the role for one application away and records that; it has no effect on any request from then on. */
export async function dropRole(
  tx: Tx,
  record: Record,
  holder: Holder,
  row: CredentialManagerRow,
): Promise<void> {
  await deleteCredentialManager(tx, row.application_id, row.user_id);
  record({
    action: 'credential-manager.removed',
    target: userTarget(holder),
    applicationId: row.application_id,
    before: recordedValues(row),
  });
}
