import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes `directory` (mode 0700) with the parents it lacks, so that they are still there after a power cut.
 * An existing directory is left as it is.
 */
export function makeDirectory(directory: string): void {
  const topmost = fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (topmost === undefined) return;
  const last = path.dirname(path.resolve(topmost));
  for (let made = path.resolve(directory); made !== last; made = path.dirname(made)) {
    syncPath(path.dirname(made));
  }
}

/** Has the disk keep `root` and everything below it, readable and writable by their owner only. */
export function syncPrivateTree(root: string): void {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const entryPath = path.join(root, entry.name);
    if (entry.isDirectory()) {
      syncPrivateTree(entryPath);
    } else {
      fs.chmodSync(entryPath, 0o600);
      syncPath(entryPath);
    }
  }
  fs.chmodSync(root, 0o700);
  syncPath(root);
}

/** Has the disk keep one file, or the names in one directory. */
export function syncPath(file: string): void {
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Puts `text` in place of the file's content (mode 0600): a reader sees the old or the new, never a part, and so does
 * one after a power cut. The new is on the disk when this returns. One caller at a time; what a kill leaves behind,
 * `<file>.new`, the next call takes.
 */
export function replaceFile(file: string, text: string): void {
  const temporary = `${file}.new`;
  try {
    fs.writeFileSync(temporary, text, { mode: 0o600, flush: true });
    fs.renameSync(temporary, file);
    syncPath(path.dirname(file));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
