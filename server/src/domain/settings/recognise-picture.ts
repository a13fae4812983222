import type { LogoType } from '@keyturn/contract';

const signatures: [LogoType, (bytes: Buffer) => boolean][] = [
  ['image/png', (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  [
    'image/webp',
    (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  ],
  ['image/svg+xml', isSvg],
];

/** What kind of picture these bytes are, whatever they are called; null: none that browsers show everywhere. */
export const recognisePicture = (bytes: Buffer): LogoType | null =>
  signatures.find(([, fits]) => fits(bytes))?.[0] ?? null;

const startsWith = (bytes: Buffer, signature: number[]): boolean =>
  bytes.subarray(0, signature.length).equals(Buffer.from(signature));

/** Whether it is an SVG document by itself (SVG 2, section 1.3), in UTF-8, as browsers show it in an image. */
function isSvg(bytes: Buffer): boolean {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  const root = withoutProlog(source);
  return /^<(\w+:)?svg[\s/>]/.test(root) && root.includes('http://www.w3.org/2000/svg');
}

/** What comes before the root element (XML 1.0, section 2.8): each begins and ends with one of these. */
const prologParts: [begin: string, end: string][] = [
  ['<?', '?>'],
  ['<!--', '-->'],
];

function withoutProlog(source: string): string {
  let rest = source.trimStart();
  for (;;) {
    const part = prologParts.find(([begin]) => rest.startsWith(begin));
    const end = part === undefined ? endOfDoctype(rest) : rest.indexOf(part[1]) + part[1].length;
    if (end === null || (part !== undefined && end < part[1].length)) return rest;
    rest = rest.slice(end).trimStart();
  }
}

/** The place after a document type declaration, whose declarations may stand in brackets; null: there is none. */
function endOfDoctype(source: string): number | null {
  if (!source.startsWith('<!DOCTYPE')) return null;
  const close = source.indexOf('>');
  const bracket = source.indexOf('[');
  if (close < 0) return null;
  if (bracket < 0 || bracket > close) return close + 1;
  const closedBracket = source.indexOf(']', bracket);
  const after = closedBracket < 0 ? -1 : source.indexOf('>', closedBracket);
  return after < 0 ? null : after + 1;
}
