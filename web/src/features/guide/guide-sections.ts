export type GuideSection = {
  /** As in addresses of the guide in the repository. */
  id: string;
  heading: string;
  /** Markdown. */
  text: string;
};

/**
 * The guide's sections, one for each heading of the second level, made for a narrow panel beside the page that they
 * explain: without pictures of that page, and with lists instead of tables.
 */
export function readGuideSections(guide: string): GuideSection[] {
  const blocks = readBlocks(guide);
  const starts = blocks.flatMap((block, index) => (block.startsWith('## ') ? [index] : []));
  return starts.map((start, index) => {
    const heading = (blocks[start] ?? '').slice('## '.length).trim();
    const body = blocks.slice(start + 1, starts[index + 1]);
    return { id: idOf(heading), heading, text: body.filter(isNoPicture).map(withoutTable).join('\n\n') };
  });
}

/** What blank lines separate; code is one block, whatever is in it. */
function readBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let isCode = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    if (line.trim() !== '' || isCode) block.push(line);
    else if (block.length > 0) blocks.push(block.splice(0).join('\n'));
  }
  return block.length > 0 ? [...blocks, block.join('\n')] : blocks;
}

const isNoPicture = (block: string): boolean => !/^(\[?!\[|<)/.test(block);

/** The address within a page that a heading has on GitHub. */
const idOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

/** A table as a list: each row by its first cell, with the other cells by their columns' names. */
function withoutTable(block: string): string {
  const lines = block.split('\n');
  if (!lines[0]?.startsWith('|') || !/^[|\s:-]+$/.test(lines[1] ?? '')) return block;
  const [, ...columns] = cellsOf(lines[0]);
  return lines
    .slice(2)
    .map((line) => {
      const [name = '', ...cells] = cellsOf(line);
      const only = columns.length === 1 ? cells[0] : undefined;
      if (only !== undefined) return `- **${name}**: ${only}`;
      return [`- **${name}**`, ...cells.map((cell, index) => `  - ${columns[index]}: ${cell}`)].join('\n');
    })
    .join('\n');
}

const cellsOf = (line: string): string[] =>
  line
    .replaceAll(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
