import { curated, type State } from './states.ts';
import { documentedLooks, fileOf, statesFolder } from './take-picture.ts';

type Chapter = { heading: string; states: State[] };

/** docs/screenshots/README.md: every state of every page by name, with its pictures. */
export function contentsPage(chapters: Chapter[]): string {
  const count = chapters.reduce((sum, { states }) => sum + states.length, 0);
  return `# Every state of the portal

Written by \`node scripts/screenshots.ts\`, which takes every picture anew from a demo of its own: all people, organisations
and credentials are made up, and the values of client secrets and codes are none. ${count} states, each on a wide screen in light
colours and on a phone in dark ones. The mails are in [mails](mails).

${chapters.map(({ heading }) => `[${heading}](#${anchorOf(heading)})`).join(' ·\n')}

Pictures in the guides: ${curated.map(({ file }) => `[${file}](${file})`).join(' ·\n')}
${chapters.map(chapterText).join('')}`;
}

const chapterText = ({ heading, states }: Chapter): string => `
## ${heading}

| State | Wide, light | Phone, dark |
|---|---|---|
${states.map(rowText).join('\n')}
`;

const rowText = ({ name, shows }: State): string => {
  const pictures = documentedLooks.map((look) => {
    const width = look.width === 360 ? 140 : 480;
    return `<img alt="${shows.replaceAll('"', '&quot;')}" src="${statesFolder}/${fileOf(name, look)}" width="${width}">`;
  });
  return `| **${name}**<br>${shows} | ${pictures.join(' | ')} |`;
};

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
