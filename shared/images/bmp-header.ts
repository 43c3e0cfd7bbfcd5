import { ImageFault } from './image-fault.ts';
import { checkPixelLimit } from './pixel-limit.ts';

/** What the two headers of a Windows or OS/2 bitmap say. */
export interface BmpHeader {
  width: number;
  height: number;
  /** Rows are stored from the top; the usual order is from the bottom. */
  topDown: boolean;
  bitsPerPixel: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  compression: 'none' | 'rle8' | 'rle4' | 'bitfields';
  /** Red, green and blue in a 16- or 32-bit pixel. */
  masks: [red: number, green: number, blue: number];
  /** `[r, g, b, …]`, for up to 8 bits per pixel. */
  palette: Uint8Array;
  /** Where the pixels begin, in bytes from the start of the file. */
  pixelsAt: number;
}

const COMPRESSIONS: Record<number, BmpHeader['compression']> = {
  0: 'none',
  1: 'rle8',
  2: 'rle4',
  3: 'bitfields',
  6: 'bitfields',
};

/** @throws ImageFault `truncated`, `damaged`, `unsupported-format` or `too-many-pixels` */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const need = (length: number) => {
    if (bytes.length < length)
      throw new ImageFault('truncated', 'The file is cut short: its header is not whole.');
  };
  need(18);
  const headerSize = view.getUint32(14, true);
  need(14 + headerSize);
  const isCore = headerSize === 12;
  // The shortest of the others, OS/2's, ends after the bits per pixel.
  if (!isCore && headerSize < 16)
    throw new ImageFault('damaged', `A bitmap cannot have a header of ${headerSize} bytes.`);
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0)
    throw new ImageFault('damaged', `The file declares an image of ${width} × ${height} pixels.`);
  checkPixelLimit(width, height);

  const bits = view.getUint16(isCore ? 24 : 28, true);
  const method = headerSize >= 20 ? view.getUint32(30, true) : 0;
  const compression = COMPRESSIONS[method];
  if (compression === undefined) {
    throw new ImageFault(
      'unsupported-format',
      'This bitmap holds an embedded JPEG or PNG, or is compressed in an unknown way.',
    );
  }
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits))
    throw new ImageFault('damaged', `A bitmap cannot have ${bits} bits per pixel.`);

  // Masks stand after a 40-byte header, and inside of longer ones: the same place.
  const masks: BmpHeader['masks'] = bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0xff00, 0xff];
  let paletteAt = 14 + headerSize;
  if (compression === 'bitfields' && bits >= 16) {
    need(66);
    for (let i = 0; i < 3; i++) masks[i] = view.getUint32(54 + 4 * i, true);
    if (headerSize === 40) paletteAt += method === 6 ? 16 : 12;
  }
  const pixelsAt = view.getUint32(10, true);
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bitsPerPixel: bits as BmpHeader['bitsPerPixel'],
    compression,
    masks,
    palette:
      bits <= 8
        ? readPalette(bytes, view, { bits, headerSize, isCore, paletteAt, pixelsAt })
        : new Uint8Array(),
    pixelsAt,
  };
}

function readPalette(
  bytes: Uint8Array,
  view: DataView,
  at: { bits: number; headerSize: number; isCore: boolean; paletteAt: number; pixelsAt: number },
): Uint8Array {
  const stride = at.isCore ? 3 : 4;
  const most = 1 << at.bits;
  const declared = at.headerSize >= 36 ? view.getUint32(46, true) : 0;
  const room = Math.floor((Math.min(at.pixelsAt, bytes.length) - at.paletteAt) / stride);
  const colors = Math.max(0, Math.min(declared === 0 ? most : declared, most, room));
  // Indices beyond a short palette are black, as other readers show them.
  const palette = new Uint8Array(3 * most);
  for (let i = 0; i < colors; i++) {
    const from = at.paletteAt + i * stride;
    palette.set([bytes[from + 2], bytes[from + 1], bytes[from]], 3 * i);
  }
  return palette;
}
