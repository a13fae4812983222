import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { benchLists, type ListResult } from '../../src/bench/bench-lists.ts';
import type { ListCase } from '../../src/bench/list-cases.ts';
import { openPortal } from '../../src/bench/open-portal.ts';
import { recordQueries } from '../../src/bench/record-queries.ts';
import { composeOn } from '../../src/compose.ts';
import { fillScale } from '../../src/demo/scale/fill-scale.ts';
import { fullScale } from '../../src/demo/scale/scale-size.ts';
import { addFederation, openTestDatabase, testConfig } from '../support/keyturn.ts';

/**
 * A tenth of the scale that `keyturn bench` measures. The planner is asked as it is, with one thing said to it: reading a
 * page in turn costs ten times as much, so that a whole table costs what one of ten times the size does.
 */
const part = 10;
const size = {
  organisations: fullScale.organisations / part,
  mails: fullScale.mails / part,
  auditEvents: fullScale.auditEvents / part,
};
const bigTableRows = 40_000 / part;
/** Both databases plan alike, and the embedded one takes its time. */
const variants = inject('database') === 'postgres' ? 3 : 1;

test(
  'no list, search or count reads a big table from one end to the other',
  { timeout: 120_000 },
  async () => {
    // One of its own, whose indexes and connections it may change.
    const opened = await openTestDatabase();
    await addFederation(opened);
    opened.pool.on('acquire', (client) => void client.query(`set seq_page_cost = ${part}`));
    const recorder = recordQueries(opened.pool);
    const { deps, close } = await composeOn(opened, {
      config: testConfig(),
      demo: false,
      log: pino({ level: 'silent' }),
    });
    try {
      await fillScale(deps, size);
      const portal = await openPortal(deps);
      const bench = { db: deps.db, pool: opened.pool, recorder, get: portal.get };
      const results = await benchLists(bench, { requests: 1, variants, bigTableRows });
      expect(results.length).toBeGreaterThan(80);
      expect(results.flatMap(readsOf)).toEqual([]);

      // It would be seen.
      await opened.pool.query('drop index portal_user_search, application_managers');
      const only = ({ list, name }: ListCase): boolean =>
        list === 'overview' || (list === 'users' && name === 'part of the e-mail address');
      expect(
        (await benchLists(bench, { requests: 1, variants, bigTableRows, only })).flatMap(readsOf),
      ).toEqual([
        'overview: all counts and charts: all of application',
        expect.stringMatching(/^users: part of the e-mail address: \d{4} rows$/),
      ]);
      await portal.close();
    } finally {
      await close();
    }
  },
);

const readsOf = ({ list, name, sequentialScans, readsTooMuch, rowsRead }: ListResult): string[] => [
  ...sequentialScans.map((table) => `${list}: ${name}: all of ${table}`),
  ...(readsTooMuch ? [`${list}: ${name}: ${rowsRead} rows`] : []),
];
