import { closeSync, openSync, writeSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeTemporaryDirectory } from '../temporary-directory.ts';
import type { Environment } from '../keyturn-process.ts';

/** What a process believes about the time of day. */
export type WallClock = {
  /** The environment of a process that goes by it. */
  env: Environment;
  /** Sets it: so many milliseconds ahead of the machine's, or behind. */
  set(aheadMs: number): void;
  /** How far ahead the process was when it last looked. */
  seen(): number;
};

/** A wall clock of one process's own; `wall-clock-preload.ts` says how. */
export function createWallClock(): WallClock {
  const file = join(makeTemporaryDirectory(), 'wall-clock');
  const seenFile = `${file}-seen`;
  const set = (aheadMs: number): void => {
    const descriptor = openSync(file, 'r+');
    // One write of eight bytes: a reader sees the one or the other.
    writeSync(descriptor, new Float64Array([aheadMs]), 0, 8, 0);
    closeSync(descriptor);
  };
  closeSync(openSync(file, 'w'));
  closeSync(openSync(seenFile, 'w'));
  set(0);
  return {
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'wall-clock-preload.ts')).href}`,
      WALL_CLOCK_FILE: file,
    },
    set,
    seen: () => Number(readFileSync(seenFile, 'utf8')),
  };
}
