import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findUnusedPort } from '../../server/test/support/unused-port.ts';

type SampleAccount = { email: string; password: string; totpSecret: string };

export type RunningDemo = {
  url: string;
  /** A sample account, by the beginning of its e-mail address. */
  account: (name: string) => SampleAccount;
  /** Ends it; nothing of it stays. */
  stop: () => Promise<void>;
};

/** A demo on a port and in a directory of its own, just seeded. */
export async function startDemo(): Promise<RunningDemo> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-screenshots-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    KEYTURN_DATA_DIR: directory,
    KEYTURN_PORT: String(await findUnusedPort()),
  };
  const main = join(import.meta.dirname, '../../server/src/main.ts');
  const args = ['--disable-warning=ExperimentalWarning', main, 'demo'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    output += chunk;
    const [, url] = /ready at (http:\/\/\S+)/.exec(output) ?? [];
    if (url !== undefined) return { url, account: accountsIn(directory), stop };
  }
  await stop();
  throw new Error(`the demo did not start:\n${output}`);
}

function accountsIn(directory: string): RunningDemo['account'] {
  const { accounts } = JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8')) as {
    accounts: SampleAccount[];
  };
  return (name) => {
    const account = accounts.find(({ email }) => email.startsWith(name));
    if (account === undefined) throw new Error(`the demo has no account ${name}`);
    return account;
  };
}
