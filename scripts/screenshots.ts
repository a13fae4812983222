/**
 * Pictures of the portal, from a demo of its own, in the Chromium that the tests use.
 *
 * `node scripts/screenshots.ts [word …]`: those of docs/screenshots, which are the few that the guides show and every
 * state, with the page that lists them; with words, the pictures and states whose name has one of them.
 * `node scripts/screenshots.ts --all <directory> [word …]`: every state at 1280 and 360 px, light and dark, as
 * `<state>-<width>-<light|dark>.png`.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { contentsPage } from './screenshots/contents-page.ts';
import { openPortal } from './screenshots/open-portal.ts';
import { startDemo } from './screenshots/start-demo.ts';
import { chapters, curated, states, type State } from './screenshots/states.ts';
import {
  documentedLooks,
  everyLook,
  fileOf,
  statesFolder,
  takePicture,
  type Look,
} from './screenshots/take-picture.ts';
import { buildWebPage } from './web-page.ts';

type Picture = { file: string; look: Look };
type Order = { state: State; pictures: Picture[] };

/** Pages that are open at a time. */
const parallel = 3;

const { values, positionals: words } = parseArgs({
  options: { all: { type: 'string' } },
  allowPositionals: true,
});
const documentation = join(import.meta.dirname, '../docs/screenshots');
const directory = values.all ?? documentation;
const orders = states
  .map((state) => ({ state, pictures: values.all === undefined ? documented(state) : everyPicture(state) }))
  .filter(({ pictures }) => pictures.length > 0);
if (orders.length === 0) throw new Error(`no state is called like ${words.join(' or ')}`);

mkdirSync(join(directory, values.all === undefined ? statesFolder : ''), { recursive: true });
buildWebPage();
const demo = await startDemo();
const failed: string[] = [];
try {
  const browser = await launchBrowser();
  const portal = await openPortal(browser, demo);
  const left = orders.values();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const order of left) await takeOrder(order);
    }),
  );
  await browser.close();

  async function takeOrder({ state, pictures }: Order): Promise<void> {
    try {
      const { page, close } = await portal.open(state);
      for (const { file, look } of pictures) await takePicture(page, look, join(directory, file));
      await close();
      process.stdout.write(`${state.name}\n`);
    } catch (error) {
      failed.push(`${state.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  await demo.stop();
}
if (values.all === undefined) writeContents();
for (const failure of failed) process.stderr.write(`\nNot taken: ${failure}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

function isAsked(name: string): boolean {
  return words.length === 0 || words.some((word) => name.includes(word));
}

function everyPicture({ name }: State): Picture[] {
  return isAsked(name) ? everyLook.map((look) => ({ file: fileOf(name, look), look })) : [];
}

function documented({ name }: State): Picture[] {
  const pictures = documentedLooks.map((look) => ({ file: `${statesFolder}/${fileOf(name, look)}`, look }));
  const shown = curated.filter(({ file, state }) => state === name && (isAsked(name) || isAsked(file)));
  return [...(isAsked(name) ? pictures : []), ...shown.map(({ file, ...look }) => ({ file, look }))];
}

/** The page, and away with the pictures of states that are no more. */
function writeContents(): void {
  writeFileSync(join(documentation, 'README.md'), contentsPage(chapters));
  const files = new Set(states.flatMap(({ name }) => documentedLooks.map((look) => fileOf(name, look))));
  const folder = join(documentation, statesFolder);
  for (const file of readdirSync(folder)) if (!files.has(file)) rmSync(join(folder, file));
}
