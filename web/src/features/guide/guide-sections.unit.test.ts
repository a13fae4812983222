import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readGuideSections } from './guide-sections.ts';
import { guideTopics } from './guide-topics.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/credential-managers.md'), 'utf8');
const sections = readGuideSections(guide);

test.each(Object.entries(guideTopics))('R1.8 the guide has a section for %s', (_topic, id) => {
  const section = sections.find((candidate) => candidate.id === id);
  expect(section?.text.length).toBeGreaterThan(200);
});

test('R1.9 each of the four “do nots” stands in the section of the part where it matters', () => {
  const textOf = (topic: keyof typeof guideTopics): string | undefined =>
    sections.find(({ id }) => id === guideTopics[topic])?.text;
  expect(textOf('expiry')).toContain('**Please do not** choose a short lifetime');
  expect(textOf('create')).toContain('**Please do not** share a client secret outside your organisation');
  expect(textOf('states')).toContain('**Please do not** let a secret expire in use');
  expect(textOf('delete')).toContain(
    '**Please do not** delete a secret that is in use, or the last valid one',
  );
});

test('the guide beside the pages has neither pictures nor tables, and all of its other words', () => {
  const all = sections.map(({ text }) => text).join('\n');
  expect(all).not.toMatch(/!\[|<img|<picture|^\|/m);
  expect(all).toContain('- **Expired**\n  - Means: its time is over\n  - Gets tokens: no\n');
  expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
});

test('a table of two columns becomes a list, code keeps its blank lines, and pictures are left out', () => {
  const markdown = [
    '# Title',
    'Before.',
    '## One, two',
    '![A picture](a.png)',
    '| If … | then |\n|---|---|\n| it \\| that | do this |',
    '<img src="b.png" alt="Another">',
    '```sh\n# a\n\n## no heading\n```',
    '## Three',
    'Last.',
  ].join('\n\n');
  expect(readGuideSections(markdown)).toEqual([
    {
      id: 'one-two',
      heading: 'One, two',
      text: '- **it \\| that**: do this\n\n```sh\n# a\n\n## no heading\n```',
    },
    { id: 'three', heading: 'Three', text: 'Last.' },
  ]);
});
