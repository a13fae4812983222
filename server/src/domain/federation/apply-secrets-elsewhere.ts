import { randomUUID } from 'node:crypto';
import type { Tx } from '../../store/db.ts';
import { insertSecretElsewhere, updateSecretElsewhere } from '../../store/secrets-elsewhere.ts';
import type { Recorded } from '../audit/change.ts';
import { recordElsewhere } from '../secret-elsewhere/secret-elsewhere.ts';
import type { ElsewhereRow, ImportPlan } from './plan-context.ts';

/** Writes and records what the former system’s list says of its secrets: which there are, and which no more. */
export async function applySecretsElsewhere(
  tx: Tx,
  record: (event: Recorded) => void,
  { creates, updates, removes }: ImportPlan['secretsElsewhere'],
): Promise<void> {
  for (const planned of creates) {
    const row = { ...planned, id: randomUUID() };
    await insertSecretElsewhere(tx, row);
    recordElsewhere(record, 'recorded', { before: null, after: row });
  }
  for (const { before, after } of [...updates, ...removes]) {
    const [was, is] = [known(before), known(after)];
    const { name, hint, expires_at, gone_at } = is;
    await updateSecretElsewhere(tx, is.id, { name, hint, expires_at, gone_at });
    recordElsewhere(record, is.gone_at === null ? 'updated' : 'gone', { before: was, after: is });
  }
}

function known({ id, ...row }: ElsewhereRow) {
  if (id === null) throw new Error('what is changed was written before');
  return { ...row, id };
}
