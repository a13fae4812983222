import { Readable, pipeline } from 'node:stream';
import { stringify } from 'csv-stringify';

/** What stands in one cell. */
export type Cell = string | number | boolean | null;

/** What is told when the last row is out, or nobody takes any more. */
type Ended = (sent: { rows: number; complete: boolean }) => Promise<void>;

/**
 * Rows as CSV (RFC 4180), made as fast as they are taken, so that few are in memory: in UTF-8 with a byte order mark, by
 * which spreadsheets know it, and nothing that they would take for a formula.
 */
export function toCsv<View>(
  columns: Record<string, (view: View) => Cell>,
  pages: AsyncIterable<View[]>,
  ended: Ended,
): Readable {
  const csv = stringify({
    bom: true,
    header: true,
    columns: Object.keys(columns),
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'true' : 'false'), string: withoutInnerFormula },
  });
  // A failure reaches whoever reads `csv`.
  pipeline(Readable.from(cellsOf(counted(pages, ended), Object.values(columns))), csv, () => undefined);
  return csv;
}

/** Where lists are separated by semicolons, a spreadsheet begins a cell after each, and takes it for a formula. */
const withoutInnerFormula = (text: string): string => text.replaceAll(/([;\t]\s*)([=+@-])/g, "$1'$2");

/** Rows as one JSON object a line (https://jsonlines.org). */
export const toJsonLines = (pages: AsyncIterable<object[]>, ended: Ended): Readable =>
  Readable.from(linesOf(counted(pages, ended)), { objectMode: false });

async function* cellsOf<View>(
  views: AsyncIterable<View>,
  columns: ((view: View) => Cell)[],
): AsyncGenerator<Cell[]> {
  for await (const view of views) yield columns.map((cell) => cell(view));
}

async function* linesOf(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* counted<Item>(pages: AsyncIterable<Item[]>, ended: Ended): AsyncGenerator<Item> {
  let rows = 0;
  let complete = false;
  try {
    for await (const page of pages)
      for (const row of page) {
        rows += 1;
        yield row;
      }
    complete = true;
  } finally {
    await ended({ rows, complete });
  }
}
