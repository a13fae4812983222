import { describe, expect, test } from 'vitest';
import { recognisePicture } from '../../src/domain/settings/recognise-picture.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';
const doctype =
  '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"';

describe('a picture is recognised by its bytes', () => {
  test.each([
    ['PNG', 'image/png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    ['JPEG', 'image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['WebP', 'image/webp', Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1')],
    ['SVG', 'image/svg+xml', Buffer.from(svg)],
    ['SVG with a byte order mark and a declaration', 'image/svg+xml', `\ufeff<?xml version="1.0"?>\n${svg}`],
    ['SVG after comments', 'image/svg+xml', `<!-- a > b --><!-- made by hand -->\n${svg}`],
    ['SVG after a document type', 'image/svg+xml', `<?xml version="1.0"?>${doctype}>${svg}`],
    ['SVG with entities', 'image/svg+xml', `${doctype} [\n<!ENTITY a "b>c">\n]>\n${svg}`],
    ['SVG in a namespace prefix', 'image/svg+xml', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
  ])('%s', (_what, type, bytes) => {
    expect(recognisePicture(Buffer.from(bytes))).toBe(type);
  });

  test.each([
    ['nothing', ''],
    ['text', 'A logo'],
    ['HTML', '<!DOCTYPE html><html><body><svg xmlns="http://www.w3.org/2000/svg"/></body></html>'],
    ['SVG without its namespace, which browsers show as text', '<svg viewBox="0 0 1 1"/>'],
    ['SVG that is not UTF-8', Buffer.concat([Buffer.from(svg), Buffer.from([0xff])])],
    ['a comment that does not end', '<!-- <svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a document type that does not end', `${doctype} [ <svg xmlns="http://www.w3.org/2000/svg"/>`],
    ['GIF', 'GIF89a'],
    ['another RIFF file', 'RIFF\x24\x00\x00\x00WAVEfmt '],
    ['half of a PNG signature', Buffer.from('89504e47', 'hex')],
  ])('%s is none', (_what, bytes) => {
    expect(recognisePicture(Buffer.from(bytes))).toBeNull();
  });

  test('a body of nothing but comments is read through at once', () => {
    const begun = performance.now();
    expect(recognisePicture(Buffer.from('<!---->'.repeat(37_000)))).toBeNull();
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
