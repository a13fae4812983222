import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A value that must not be found; `name` is what a finding is reported by, so that no report shows the value. */
export type Needle = { name: string; forms: { encoding: string; bytes: Buffer }[] };

/** Something to search: a file, an output, a dump. */
export type Place = { name: string; content: Buffer };

/** A value in every form in which files, logs and dumps might hold it. */
export function needle(name: string, value: string | Buffer): Needle {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value);
  const decimals = [...bytes].join(',');
  const forms: [string, Buffer | string][] = [
    ['as it is', bytes],
    ['hexadecimal', bytes.toString('hex')],
    ['hexadecimal, upper case', bytes.toString('hex').toUpperCase()],
    // util.inspect() of a Buffer, and JSON of one.
    ['hexadecimal with spaces', bytes.toString('hex').replaceAll(/..(?!$)/g, '$& ')],
    ['decimal', decimals],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const encoded = base64At(bytes, offset);
      return [
        [`base64, offset ${offset}`, encoded],
        [`base64url, offset ${offset}`, encoded.replaceAll('+', '-').replaceAll('/', '_')],
      ];
    }),
  ];
  if (!Buffer.isBuffer(value)) forms.push(['UTF-16', Buffer.from(value, 'utf16le')]);
  return { name, forms: forms.map(([encoding, form]) => ({ encoding, bytes: Buffer.from(form) })) };
}

/** The base64 digits that `bytes` alone determine when `offset` bytes stand before them in their group of three. */
function base64At(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const last = (offset + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
  return encoded.slice(offset === 0 ? 0 : offset + 1, last);
}

/** Where any of the values is found, as `<value> in <place> (<encoding>)`. */
export const find = (needles: Needle[], places: Place[]): string[] =>
  places.flatMap(({ name: place, content }) =>
    needles.flatMap(({ name, forms }) =>
      forms
        .filter(({ bytes }) => content.includes(bytes))
        .map(({ encoding }) => `${name} in ${place} (${encoding})`),
    ),
  );

/** Every file below a directory. */
export const filesIn = (directory: string): Place[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ name: relative(directory, path), content: readFileSync(path) }));

export const textPlace = (name: string, text: string): Place => ({ name, content: Buffer.from(text) });
