import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './durable-files.ts';

/** The embedded database of this directory was moved to PostgreSQL: what is written here would be lost. */
export class DatabaseMovedError extends Error {
  override readonly name = 'DatabaseMovedError';
  readonly marker: string;
  readonly to: string;
  readonly at: string;
  constructor(marker: string, { to, at }: { to: string; at: string }) {
    super(`the database was moved to ${to}`);
    this.marker = marker;
    this.to = to;
    this.at = at;
  }
}

const content = z.object({ to: z.string(), at: z.string() });

const markerOf = (directory: string): string => join(directory, 'MOVED');

/** Marks a data directory, for good until somebody deletes the file; `to` holds no password. */
export function markMoved(directory: string, to: string, at: Date): void {
  replaceFile(markerOf(directory), `${JSON.stringify({ to, at: at.toISOString() })}\n`);
}

/** @throws DatabaseMovedError */
export function requireNotMoved(directory: string): void {
  const marker = markerOf(directory);
  if (!existsSync(marker)) return;
  throw new DatabaseMovedError(marker, readMarker(marker));
}

function readMarker(marker: string): z.infer<typeof content> {
  try {
    return content.parse(JSON.parse(readFileSync(marker, 'utf8')));
  } catch {
    return { to: 'PostgreSQL', at: '?' };
  }
}
