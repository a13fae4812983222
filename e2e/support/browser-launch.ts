import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const flags = [
  // Containers run tests as root, where Chromium's own sandbox does not start.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

type Options = {
  /** Keeps pages that are left whole, for Back and Forward, as people's browsers do; Playwright turns that off. */
  keepsPages?: boolean;
};

/** Starts the Chromium that the machine has; nothing is downloaded. */
export const launchBrowser = ({ keepsPages = false }: Options = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: flags,
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  });

function findChromium(): string {
  const named = process.env['KEYTURN_TEST_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const directories = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = names
    .flatMap((name) => directories.map((directory) => join(directory, name)))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(
      'No Chromium was found: install Debian’s package chromium or set KEYTURN_TEST_CHROMIUM to the path of one.',
    );
  return found;
}
