import { updateSession } from '../../store/sessions.ts';
import type { Deps } from '../deps.ts';
import type { OpenSession } from './sessions.ts';

/** Input within this time is not written again. */
const granularityMs = 15_000;

/** The person did something: the page stays uncovered for another hour (R6.3). */
export async function noteInput(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { row }: OpenSession,
): Promise<void> {
  const now = clock.now();
  if (now.getTime() - row.last_input_at.getTime() < granularityMs) return;
  await updateSession(db, row.id, { last_input_at: now });
}
