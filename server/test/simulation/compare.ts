import type { Db } from '../../src/store/db.ts';
import { expectedOf } from './oracle.ts';
import type { Simulated } from './simulate.ts';
import type { World } from './world.ts';

/** What was queued and delivered against what should have been; all but the counts of what there was has to be nothing. */
export type Comparison = {
  expected: number;
  mails: number;
  missing: string[];
  repeated: string[];
  unexpected: string[];
  /** Told at another instant than it was due. */
  untimely: string[];
  /** Two mails for one person from one run. */
  scattered: string[];
  undelivered: number;
  deliveries: number;
  failures: number;
  /** Handed over again after a server died between the mail server’s answer and its own note of that. */
  repeatedAfterCrash: number;
  /** Handed over again without such a reason. */
  repeatedOtherwise: number;
  crashes: number;
  boundaries: number;
  /** Statements before which no server crashed. */
  boundariesWithoutCrash: string[];
  steps: number;
};

export async function compare(db: Db, world: World, simulated: Simulated): Promise<Comparison> {
  const told = await db
    .selectFrom('notification')
    .innerJoin('mail', 'mail.id', 'notification.mail_id')
    .select([
      'notification.kind',
      'secret_id',
      'days',
      'recipient_key',
      'at',
      'mail.kind as mail_kind',
      'mail_id',
    ])
    .execute();
  const queued = Map.groupBy(told, ({ kind, secret_id, days, recipient_key }) =>
    [kind, secret_id, days ?? '-', recipient_key].join(' '),
  );
  const expected = new Map(
    expectedOf(world).map(({ kind, secretId, days, recipient, at }) => [
      [kind, secretId, days ?? '-', recipient].join(' '),
      at,
    ]),
  );
  const mails = await db.selectFrom('mail').select(['message_id', 'status']).execute();
  const { accepted, counts } = simulated.mailServer;
  const acceptances = [...accepted.values()];
  const mailsOfRuns = Map.groupBy(told, ({ mail_kind, recipient_key, at }) =>
    [mail_kind, recipient_key, at.toISOString()].join(' '),
  );
  const boundaries = [...simulated.boundaries];
  return {
    expected: expected.size,
    mails: mails.length,
    missing: [...expected.keys()].filter((key) => !queued.has(key)),
    repeated: [...queued].filter(([, rows]) => rows.length > 1).map(([key]) => key),
    unexpected: [...queued.keys()].filter((key) => !expected.has(key)),
    untimely: [...queued].flatMap(([key, rows]) => {
      const [due, at] = [expected.get(key), rows[0]?.at.getTime()];
      return due === undefined || at === undefined || due === at
        ? []
        : [`${key}: ${new Date(at).toISOString()}, not ${new Date(due).toISOString()}`];
    }),
    scattered: [...mailsOfRuns]
      .filter(([, rows]) => new Set(rows.map(({ mail_id }) => mail_id)).size > 1)
      .map(([key]) => key),
    undelivered: mails.filter(({ status, message_id }) => status !== 'delivered' || !accepted.has(message_id))
      .length,
    deliveries: acceptances.reduce((sum, { times }) => sum + times, 0),
    failures: counts.failures,
    repeatedAfterCrash: acceptances.reduce((sum, { unnoted }) => sum + unnoted, 0),
    repeatedOtherwise: acceptances.filter(({ times, unnoted }) => times !== 1 + unnoted).length,
    crashes: boundaries.reduce((sum, [, { crashed }]) => sum + crashed, 0),
    boundaries: boundaries.length,
    boundariesWithoutCrash: boundaries.filter(([, { crashed }]) => crashed === 0).map(([name]) => name),
    steps: simulated.steps,
  };
}

/** What a comparison has to find none of. */
export const flaws = ({
  missing,
  repeated,
  unexpected,
  untimely,
  scattered,
  undelivered,
  repeatedOtherwise,
  boundariesWithoutCrash,
}: Comparison) => ({
  missing,
  repeated,
  unexpected,
  untimely,
  scattered,
  undelivered,
  repeatedOtherwise,
  boundariesWithoutCrash,
});

export const noFlaws: ReturnType<typeof flaws> = {
  missing: [],
  repeated: [],
  unexpected: [],
  untimely: [],
  scattered: [],
  undelivered: 0,
  repeatedOtherwise: 0,
  boundariesWithoutCrash: [],
};
