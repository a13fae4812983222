import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, test, vi } from 'vitest';
import { toCsv, toJsonLines } from '../../src/http/portal/exports/export-file.ts';

type Row = { name: string };
const pageRows = 100;

/** Pages without an end; how many were asked for. */
function endless() {
  const asked = { pages: 0 };
  async function* pages(): AsyncGenerator<Row[]> {
    for (;;) {
      asked.pages += 1;
      yield Array.from({ length: pageRows }, (_row, index) => ({ name: `row ${asked.pages}.${index}` }));
      await Promise.resolve();
    }
  }
  return { asked, pages: pages() };
}

const columns = { name: ({ name }: Row) => name };
const files = [
  ['CSV', (pages: AsyncIterable<Row[]>, ended: Ended) => toCsv(columns, pages, ended)],
  ['JSON lines', (pages: AsyncIterable<Row[]>, ended: Ended) => toJsonLines(pages, ended)],
] as const;
type Ended = Parameters<typeof toJsonLines>[1];

/** Whatever is under way has its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(files)('a file of a list as %s', (_format, toFile) => {
  test('is made as fast as it is taken: few rows are in memory however slowly that is', async () => {
    const { asked, pages } = endless();
    const file = toFile(pages, () => Promise.resolve());
    file.read();
    await settle();
    expect(asked.pages).toBeLessThan(100);
    const before = asked.pages;
    await settle();
    expect(asked.pages).toBe(before);
    file.destroy();
  });

  test('R7 that whoever takes it breaks off tells how many rows were made, and makes no more', async () => {
    const { asked, pages } = endless();
    const ended = vi.fn<Ended>(() => Promise.resolve());
    const file = toFile(pages, ended);
    let taken = '';
    for await (const chunk of file) {
      taken += String(chunk);
      if (taken.includes('row 1.0')) break;
    }
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    const [{ rows, complete }] = ended.mock.calls[0] ?? [{ rows: 0, complete: true }];
    expect(complete).toBe(false);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThanOrEqual(asked.pages * pageRows);
    const before = asked.pages;
    await settle();
    expect(asked.pages).toBe(before);
  });

  test('R7 whose list fails half-way fails too, so that nobody takes it for whole', async () => {
    const ended = vi.fn<Ended>(() => Promise.resolve());
    async function* broken(): AsyncGenerator<Row[]> {
      yield [{ name: 'first' }];
      await Promise.reject(new Error('the database is gone'));
    }
    const file = toFile(broken(), ended).resume();
    await expect(finished(file)).rejects.toThrow('the database is gone');
    expect(ended).toHaveBeenCalledExactlyOnceWith({ rows: 1, complete: false });
  });

  test('is told to be whole after its last row', async () => {
    const ended = vi.fn<Ended>(() => Promise.resolve());
    const pages = Readable.from([[{ name: 'a' }], [], [{ name: 'b' }]]) as AsyncIterable<Row[]>;
    const chunks = await toFile(pages, ended).toArray();
    expect(chunks.join('')).toContain('b');
    expect(ended).toHaveBeenCalledExactlyOnceWith({ rows: 2, complete: true });
  });
});
