import { decodeText } from '@keyturn/contract';
import { text } from '../../../lib/messages.ts';
import { findJsonError } from './find-json-error.ts';

/** What the server takes, less than a little for what is around the file. */
export const maxMegabytes = 60;
const megabyte = 1024 * 1024;

/** A file that was read, or why it cannot be. */
export type ReadFile = { name: string; bytes: number } & ({ value: unknown } | { problem: string });

/** Reads a file that somebody chose or dropped. What cannot be imported is told before anything is sent. */
export async function readFile(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<ReadFile> {
  const { name, size } = file;
  if (size > maxMegabytes * megabyte) return { name, bytes: size, problem: tooLarge(name, size) };
  let content: string;
  try {
    content = decodeText(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { name, bytes: size, problem: text('web.import.not-text', { name }) };
  }
  return readText(name, content, size);
}

/** Reads JSON as it stands in a file, or as it was pasted. */
export function readText(name: string, content: string, bytes = new Blob([content]).size): ReadFile {
  if (bytes > maxMegabytes * megabyte) return { name, bytes, problem: tooLarge(name, bytes) };
  // What is pasted may begin with the byte order mark of the file that it was copied from.
  const json = content.replace(/^\ufeff/, '');
  if (json.trim() === '') return { name, bytes, problem: text('web.import.empty', { name }) };
  try {
    return { name, bytes, value: JSON.parse(json) as unknown };
  } catch (error) {
    return { name, bytes, problem: describe(name, json, error) };
  }
}

const tooLarge = (name: string, bytes: number): string =>
  text('web.import.too-large', {
    name,
    size: (bytes / megabyte).toFixed(1),
    max: maxMegabytes,
  });

function describe(name: string, json: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const position = findJsonError(json);
  if (position === null) return text('web.import.not-json', { name, reason });
  const before = json.slice(0, position);
  return text('web.import.not-json-at', {
    name,
    line: before.split('\n').length,
    column: position - before.lastIndexOf('\n'),
    reason,
  });
}
