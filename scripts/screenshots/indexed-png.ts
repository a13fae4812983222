import { crc32, deflateSync, inflateSync } from 'node:zlib';

type Image = { width: number; height: number; /** 0xRRGGBB, row by row. */ colours: Uint32Array };

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
/** What a colour has to cover to be that of an area. */
const areaShare = 0.0005;

/**
 * The same picture with fewer colours, a third or a quarter as large.
 *
 * @param png as Chromium makes them: 8 bits, RGB or RGBA, not interlaced
 * @param maxColours at most 256
 */
export function indexedPng(png: Buffer, maxColours: number): Buffer {
  const { width, height, colours } = decode(png);
  const palette = choosePalette(colours, maxColours);
  const rows = Buffer.alloc((width + 1) * height);
  colours.forEach((colour, pixel) => {
    // Each row begins with its filter: none, which suits indexes best.
    rows[pixel + Math.floor(pixel / width) + 1] = palette.indexOf(colour);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Areas keep exactly the colour that they have. Of the others, which are shades at the edges of letters, those are left
 * out that are most like one that is there.
 */
function choosePalette(
  pixels: Uint32Array,
  maxColours: number,
): { colours: number[]; indexOf: (colour: number) => number } {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].toSorted((one, other) => other[1] - one[1]);
  const areas = byCount.filter(([, count]) => count > pixels.length * areaShare).map(([colour]) => colour);
  const shades = byCount.map(([colour]) => colour);
  for (let apart = 1; ; apart += 1) {
    const colours = areas.slice(0, maxColours / 2);
    for (const shade of shades)
      if (colours.length <= maxColours && distance(shade, colours[nearest(shade, colours)] ?? 0) >= apart)
        colours.push(shade);
    if (colours.length > maxColours) continue;
    const indexes = new Map(shades.map((shade) => [shade, nearest(shade, colours)]));
    return { colours, indexOf: (colour) => indexes.get(colour) ?? 0 };
  }
}

function nearest(colour: number, colours: number[]): number {
  let best = 0;
  colours.forEach((candidate, index) => {
    if (distance(colour, candidate) < distance(colour, colours[best] ?? 0)) best = index;
  });
  return best;
}

const distance = (one: number, other: number): number =>
  Math.abs((one >> 16) - (other >> 16)) +
  Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)) +
  Math.abs((one & 255) - (other & 255));

function decode(png: Buffer): Image {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, kind, , , interlaced] = png.subarray(24, 29);
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('a PNG of another kind');
  const size = kind === 2 ? 3 : 4;
  const rows = unfilter(inflateSync(Buffer.concat(dataOf(png))), { size, stride: width * size, height });
  const colours = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colours.length; pixel += 1) colours[pixel] = rows.readUIntBE(pixel * size, 3);
  return { width, height, colours };
}

function dataOf(png: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return parts;
}

/** @see https://www.w3.org/TR/png-3/#9Filters */
function unfilter(
  filtered: Buffer,
  { size, stride, height }: { size: number; stride: number; height: number },
): Buffer {
  const bytes = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < size ? 0 : (bytes[at - size] ?? 0);
      const above = row === 0 ? 0 : (bytes[at - stride] ?? 0);
      const corner = row === 0 || column < size ? 0 : (bytes[at - stride - size] ?? 0);
      const value = filtered[row * (stride + 1) + 1 + column] ?? 0;
      bytes[at] = value + predict(filter, left, above, corner);
    }
  }
  return bytes;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
