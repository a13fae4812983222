import type { Progress } from '../domain/backup/encode-backup.ts';
import { text } from '../messages.ts';
import { printError } from './output.ts';

const betweenLinesMs = 1_000;

/** Tells a person at a terminal, at most once a second, how far it has come; what is done sooner says nothing. */
export function showProgress(isSilent: boolean): Progress {
  let last = performance.now();
  return (done, total) => {
    if (isSilent || !process.stderr.isTTY || performance.now() - last < betweenLinesMs) return;
    last = performance.now();
    printError(text('cli.backup.progress', { done, total }));
  };
}
