import type { TermsVersionPage } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { federation, ids } from '../support/federation.ts';
import { startKeyturn } from '../support/keyturn.ts';
import { openAs, recorded, withOperator } from '../support/operator-browser.ts';

async function start() {
  const { keyturn, operator } = await withOperator(await startKeyturn());
  const publish = (text: string, supersedes?: number | null) =>
    operator.send('POST', '/terms', { text, ...(supersedes === undefined ? {} : { supersedes }) });
  const list = async (query = ''): Promise<TermsVersionPage> =>
    (await operator.send('GET', `/terms-versions${query}`)).json<TermsVersionPage>();
  const accept = async (person: 'anna' | 'peter' | 'maria', version: number) => {
    const browser = await openAs(keyturn, person);
    expect((await browser.send('PUT', '/account/terms', { version })).statusCode).toBe(204);
  };
  return { keyturn, operator, publish, list, accept };
}

describe('R6.1 versions of the terms', () => {
  test('are listed newest first with who published them and how many active members accepted each', async () => {
    const { keyturn, operator, publish, list, accept } = await start();
    expect(await list()).toEqual({ items: [], next: null, activeMembers: 4 });
    const publishedAt = keyturn.clock.now().toISOString();
    await publish('# First');
    await accept('anna', 1);
    await accept('peter', 1);
    await publish('# Second');
    await accept('anna', 2);
    const by = { publishedAt, publishedBy: 'Operator (sample)' };
    expect(await list()).toEqual({
      items: [
        { version: 2, ...by, acceptances: 1 },
        { version: 1, ...by, acceptances: 2 },
      ],
      next: null,
      activeMembers: 4,
    });
    // Whoever is disabled accepts nothing any more.
    await operator.send('PATCH', `/users/${ids.users.peter}`, { status: 'disabled' });
    expect(await list()).toMatchObject({
      items: [{ acceptances: 1 }, { acceptances: 1 }],
      activeMembers: 3,
    });
    const first = await operator.send('GET', '/terms-versions/1');
    expect(first.json()).toEqual({ version: 1, ...by, text: '# First' });
  });

  test('are paged, without gap or repetition', async () => {
    const { publish, list } = await start();
    for (const text of ['A', 'B', 'C']) await publish(text);
    const versions: number[] = [];
    let query: string | null = '?limit=2';
    while (query !== null) {
      const { items, next }: TermsVersionPage = await list(query);
      versions.push(...items.map(({ version }) => version));
      query = next === null ? null : `?limit=2&cursor=${next}`;
    }
    expect(versions).toEqual([3, 2, 1]);
  });

  test.each(['2', '0', 'x', '1.5', '99999999999'])('%s is not found where there is one', async (version) => {
    const { operator, publish } = await start();
    await publish('# First');
    expect((await operator.send('GET', `/terms-versions/${version}`)).statusCode).toBe(404);
  });

  test('from an import name whoever imported them', async () => {
    const { keyturn, list } = await start();
    const importer = { kind: 'command-line', id: null, name: 'admin', address: null } as const;
    const { deps } = keyturn;
    await importFederation(deps, importer, { ...federation, terms: '# Imported' }, { dryRun: false });
    expect((await list()).items).toMatchObject([{ version: 1, publishedBy: 'admin' }]);
  });
});

describe('R6.1 publishing terms', () => {
  test('that were made from a version that is not in force any more is refused, and nothing is published', async () => {
    const { keyturn, publish } = await start();
    expect((await publish('# First', null)).statusCode).toBe(200);
    expect((await publish('# Second', 1)).json()).toMatchObject({ version: 2 });
    for (const seen of [1, null, 3]) {
      const refused = await publish('# Mine', seen);
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([412, 'record-changed']);
    }
    expect(await recorded(keyturn, 'terms.published')).toHaveLength(2);
    expect((await publish('# Whatever was before')).json()).toMatchObject({ version: 3 });
  });

  test('takes the longest text in any script', async () => {
    const { publish } = await start();
    expect((await publish('ж'.repeat(60_000))).statusCode).toBe(200);
    expect((await publish('ж'.repeat(60_001))).statusCode).toBe(400);
    expect((await publish('x'.repeat(600_000))).statusCode).toBe(413);
  });
});
