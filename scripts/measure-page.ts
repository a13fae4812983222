/**
 * `node scripts/measure-page.ts [rounds]`: how Manage API Credentials feels to somebody who manages 1,000 applications
 * with 5,000 client secrets, on a machine a quarter as fast as this one. Seeds them on a real server, opens the page in
 * the real browser, each time as if for the first time, and prints the median and the worst of what must stay below:
 * first rows within 1.5 s, and no task longer than 100 ms while scrolling. Tasks below 50 ms are not told apart. Measure
 * on an idle machine: the load that is printed is what else went on.
 */
import { loadavg } from 'node:os';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { serveMany } from './measure-page/serve-many.ts';
import { buildWebPage } from './web-page.ts';

const applications = 1000;
const secretsOfEach = 5;
const slowdown = 4;
const wheelTurns = 60;
const wheelPixels = 400;
/** The shortest task that the browser tells of. */
const longTaskMs = 50;

// As text: scripts are compiled without the browser's types. Instants are milliseconds after the navigation.
const collectFigures = `
  globalThis.figures = { tasks: [], firstRows: 0, all: 0 };
  new PerformanceObserver((list) => figures.tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
  figures.complete = new Promise((resolve, reject) => {
    const look = () => {
      if (figures.firstRows === 0 && document.querySelector('tbody tr')) figures.firstRows = performance.now();
      const hits = document.querySelector('search [role=status]')?.textContent ?? '';
      if (hits.startsWith('${applications.toLocaleString('en-GB')} ')) resolve(figures.all = performance.now());
      else if (performance.now() > 60_000) reject(new Error('the page did not show all applications'));
      else requestAnimationFrame(look);
    };
    look();
  });`;

type Round = { firstRows: number; all: number; loading: number; scrolling: number };

const rounds = Number(process.argv[2] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('Usage: node scripts/measure-page.ts [rounds]\n');
  process.exit(2);
}

buildWebPage();
process.stdout.write(`Seeding ${applications} applications…\n`);
const server = await serveMany(applications, secretsOfEach);
const browser = await launchBrowser();
const measured: Round[] = [];
try {
  for (let round = 1; round <= rounds; round += 1) {
    const load = loadavg()[0]?.toFixed(1) ?? '';
    const figures = await measure(browser);
    measured.push(figures);
    process.stdout.write(`Round ${round} of ${rounds}, load ${load}: ${describe(figures)}\n`);
  }
} finally {
  await browser.close();
  await server.stop();
}
process.stdout.write(
  [
    '',
    `| ${applications} applications, ${applications * secretsOfEach} client secrets, ${slowdown}x slower | median | worst |`,
    '|---|---|---|',
    row('first rows after', ({ firstRows }) => firstRows, format),
    row('all applications after', ({ all }) => all, format),
    row('longest task while loading', ({ loading }) => loading, formatTask),
    row('longest task while scrolling', ({ scrolling }) => scrolling, formatTask),
    '',
  ].join('\n'),
);

/** One visit in a browser profile of its own. */
async function measure(chromium: Browser): Promise<Round> {
  const context = await chromium.newContext({
    baseURL: server.url,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  await context.addCookies([{ ...server.cookie, url: server.url }]);
  await context.addInitScript(collectFigures);
  const page = await context.newPage();
  const cdp: CDPSession = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto('/manage-api-credentials');
  await page.evaluate('figures.complete');
  // The list is put in order once all are there.
  await page.waitForTimeout(2_000);
  const loading = await longestTask(page);
  await scroll(page);
  const scrolling = await longestTask(page);
  const { firstRows, all } = await page.evaluate<Pick<Round, 'firstRows' | 'all'>>('figures');
  await context.close();
  return { firstRows, all, loading, scrolling };
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  for (let turn = 0; turn < wheelTurns; turn += 1) {
    await page.mouse.wheel(0, wheelPixels);
    await page.waitForTimeout(50);
  }
  await page.waitForTimeout(1_000);
}

/** Since the last call. */
function longestTask(page: Page): Promise<number> {
  return page.evaluate<number>('Math.max(0, ...figures.tasks.splice(0))');
}

function row(
  name: string,
  figureOf: (round: Round) => number,
  formatted: (figure: number) => string,
): string {
  const figures = measured.map(figureOf).toSorted((one, other) => one - other);
  const median = figures[Math.floor((figures.length - 1) / 2)] ?? 0;
  return `| ${name} | ${formatted(median)} | ${formatted(figures.at(-1) ?? 0)} |`;
}

function describe({ firstRows, all, loading, scrolling }: Round): string {
  return [
    `first rows ${format(firstRows)}`,
    `all ${format(all)}`,
    `longest task loading ${formatTask(loading)}`,
    `scrolling ${formatTask(scrolling)}`,
  ].join(', ');
}

function format(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}

function formatTask(milliseconds: number): string {
  return milliseconds < longTaskMs ? `below ${longTaskMs} ms` : format(milliseconds);
}
