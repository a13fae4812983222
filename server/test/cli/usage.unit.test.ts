import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyturn-usage-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Runs `keyturn` in this process; what it prints is kept. */
async function run(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  vi.stubEnv('KEYTURN_MAIL', 'files');
  vi.stubEnv('KEYTURN_DATA_DIR', join(directory, 'data'));
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      printed[stream] += String(chunk);
      return true;
    });
  const code = await runCommandLine(args);
  vi.restoreAllMocks();
  return { code, ...printed };
}

/** Every command there is, by the help of the command above it; each explains itself. */
async function expectHelpBelow(args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run([...args, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: ${['keyturn', ...args].join(' ')} .*\n\n[A-Z]`));
  expect(stdout).toContain('--help');
  const [, list = ''] = stdout.split('Commands:\n');
  const below = [...list.matchAll(/^ {2}([a-z-]+)/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help');
  const commands = [args.join(' ')];
  for (const name of below) commands.push(...(await expectHelpBelow([...args, name])));
  return commands;
}

test('every command explains itself on --help and exits with 0', async () => {
  expect(await expectHelpBelow([])).toEqual(
    expect.arrayContaining([
      '',
      'serve',
      'demo',
      'migrate',
      'import',
      'operator',
      'operator invite',
      'operator reset-mfa',
      'operator-client',
      'operator-client create',
      'signing-key rotate',
      'jobs',
      'jobs run',
      'audit verify',
      'backup',
      'restore',
      'migrate-to',
      'bench',
    ]),
  );
});

test.each([
  [''],
  ['nonsense'],
  ['serve --nonsense'],
  ['serve extra'],
  ['demo extra'],
  ['demo --port'],
  ['demo --port abc'],
  ['demo --port 65536'],
  ['migrate extra'],
  ['import'],
  ['import one.json two.json'],
  ['operator'],
  ['operator invite --email one@example.org'],
  ['operator reset-mfa'],
  ['operator reset-mfa --email'],
  ['operator-client'],
  ['operator-client create'],
  ['operator-client create --name'],
  ['signing-key'],
  ['signing-key rotate --revoke'],
  ['signing-key rotate --revoke x'],
  ['jobs'],
  ['jobs run'],
  ['jobs run nonsense'],
  ['jobs run drop-secret-hashes --at tomorrow'],
  ['backup'],
  ['backup one two'],
  ['restore'],
  ['restore one --nonsense'],
  ['migrate-to'],
  ['migrate-to mysql://localhost/keyturn'],
  ['bench nonsense'],
  ['bench --requests 0'],
  ['bench --database mysql://localhost/keyturn'],
])('bad usage exits with 2 and touches nothing: keyturn %s', async (line) => {
  const { code, stdout, stderr } = await run(line.split(' ').filter(Boolean));
  expect(stderr).not.toBe('');
  expect(stdout).toBe('');
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(2);
  expect(existsSync(join(directory, 'data'))).toBe(false);
});
