/**
 * Pictures of the portal, from a demo of its own, in the Chromium that the tests use.
 *
 * `node scripts/screenshots.ts`: the few that the documentation shows, to docs/screenshots.
 * `node scripts/screenshots.ts --all <directory> [word …]`: every state of every page at 1280 and 360 px, light and
 * dark, as `<state>-<width>-<light|dark>.png`; with words, the states whose name has one of them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { openPortal } from './screenshots/open-portal.ts';
import { startDemo } from './screenshots/start-demo.ts';
import { curated, states, type State } from './screenshots/states.ts';
import { everyLook, takePicture, type Look } from './screenshots/take-picture.ts';
import { buildWebPage } from './web-page.ts';

type Order = { state: State; pictures: { file: string; look: Look }[] };

/** Pages that are open at a time. */
const parallel = 3;

const { values, positionals } = parseArgs({ options: { all: { type: 'string' } }, allowPositionals: true });
const directory = values.all ?? join(import.meta.dirname, '../docs/screenshots');
const orders = values.all === undefined ? curatedOrders() : allOrders(positionals);

mkdirSync(directory, { recursive: true });
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
for (const failure of failed) process.stderr.write(`\nNot taken: ${failure}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

function allOrders(words: string[]): Order[] {
  return states
    .filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
    .map((state) => ({
      state,
      pictures: everyLook.map((look) => ({
        file: `${state.name}-${look.width}-${look.dark ? 'dark' : 'light'}.png`,
        look,
      })),
    }));
}

function curatedOrders(): Order[] {
  return curated.map(({ file, state: name, ...look }) => {
    const state = states.find((candidate) => candidate.name === name);
    if (state === undefined) throw new Error(`no state ${name}`);
    return { state, pictures: [{ file, look }] };
  });
}
