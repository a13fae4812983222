import type { Db, Tx } from './db.ts';

/** Makes runs of this job, on whatever server, follow one another until the transaction ends. */
export async function lockJob(tx: Tx, name: string): Promise<{ watermark: Date | null }> {
  await tx
    .insertInto('job')
    .values({ name })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return tx
    .selectFrom('job')
    .select('watermark')
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Notes until when the work of a job is done; never earlier than it was. */
export const setWatermark = (tx: Tx, name: string, watermark: Date): Promise<unknown> =>
  tx
    .updateTable('job')
    .set({ watermark })
    .where('name', '=', name)
    .where((where) => where.or([where('watermark', 'is', null), where('watermark', '<', watermark)]))
    .execute();

/** Notes a run of a job, with the error that ended it. */
export const recordRun = (
  db: Db,
  name: string,
  run: { started_at: Date; ended_at: Date; error: string | null },
): Promise<unknown> =>
  db
    .insertInto('job')
    .values({ name, ...run })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(run))
    .execute();
