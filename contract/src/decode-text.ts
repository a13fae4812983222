/**
 * The text of a file: UTF-8, or UTF-16 where a byte order mark says so, as Windows PowerShell 5.1 writes what a command
 * prints (`az ad app list > apps.json`). The mark is no part of the text.
 * @throws TypeError when the bytes are no text
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
