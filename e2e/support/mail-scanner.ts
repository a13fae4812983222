import { expect } from 'vitest';
import { openPage } from './browser.ts';
import { send } from './http.ts';

/**
 * What the scanners of mail servers do with a link before anybody reads the mail: they ask for its address several
 * times, and some open it in a browser that runs its scripts and presses nothing.
 */
export async function scan(server: string, link: string): Promise<void> {
  for (const method of ['HEAD', 'GET', 'GET', 'HEAD']) expect((await send(method, link)).status).toBe(200);
  const page = await openPage(server, { expected: [/ 410 /] });
  for (let visit = 1; visit <= 2; visit += 1) {
    await page.goto(link, { waitUntil: 'networkidle' });
    await page.goto('about:blank');
  }
}
