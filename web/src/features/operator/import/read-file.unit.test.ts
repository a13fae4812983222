import { operatorMessages } from '@keyturn/contract';
import { describe, expect, it } from 'vitest';
import { addMessages } from '../../../lib/messages.ts';
import { maxMegabytes, readFile, readText } from './read-file.ts';

addMessages(operatorMessages);
const problemOf = (read: object): unknown => ('problem' in read ? read.problem : null);

describe('a file that is chosen', () => {
  it('is read, with a byte order mark too', async () => {
    const file = new File(['\ufeff{"organisations":[]}'], 'federation.json');
    expect(await readFile(file)).toEqual({
      name: 'federation.json',
      bytes: 23,
      value: { organisations: [] },
    });
  });

  it('is read as Windows PowerShell 5.1 writes it', async () => {
    const file = new File([Buffer.from('\ufeff[]', 'utf16le')], 'apps.json');
    expect(await readFile(file)).toEqual({ name: 'apps.json', bytes: 6, value: [] });
  });

  it('is not even read when it is too large', async () => {
    const arrayBuffer = (): Promise<ArrayBuffer> => Promise.reject(new Error('read'));
    const size = maxMegabytes * 1024 * 1024 + 1;
    const read = await readFile({ name: 'large.json', size, arrayBuffer });
    expect(problemOf(read)).toBe('large.json has 60.0 MB; at most 60 MB can be imported at once. Split it.');
  });

  it('that is no text, empty, or broken JSON says so, and where', async () => {
    const picture = new File([new Uint8Array([0xff, 0xd8, 0xff])], 'logo.jpg');
    expect(problemOf(await readFile(picture))).toBe('logo.jpg cannot be read as text.');
    expect(problemOf(readText('x.json', ' '))).toBe('x.json is empty.');
    expect(problemOf(readText('x.json', '{\n  "a": 1,\n}'))).toMatch(
      /^x\.json is not valid JSON in line 3, column 1: /,
    );
  });
});
