/** What a baseline JPEG says before its only scan; see ITU-T T.81, annex B. */
export interface JpegHeader {
  width: number;
  height: number;
  /** One (grey) or three (YCbCr); `quantization` is 64 numbers in zigzag order. */
  components: {
    horizontal: number;
    vertical: number;
    quantization: Uint16Array;
    dc: HuffmanTable;
    ac: HuffmanTable;
  }[];
  /** MCUs between restart markers; 0: none. */
  restartInterval: number;
  /** Where the entropy-coded bytes begin. */
  scanAt: number;
}

/** How many codes of each length (1–16), and the symbols in their order. */
export interface HuffmanTable {
  counts: Uint8Array;
  symbols: Uint8Array;
}

interface Frame {
  width: number;
  height: number;
  parts: { id: number; horizontal: number; vertical: number; table: number }[];
}

/**
 * Reads the header of an 8-bit baseline JPEG with one scan of grey or YCbCr; undefined for everything else (progressive,
 * arithmetic, CMYK, RGB, 12 bits, turned by EXIF, damaged), which a complete decoder must look at.
 */
export function jpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const quantization: Uint16Array[] = [];
  const tables = { dc: [] as HuffmanTable[], ac: [] as HuffmanTable[] };
  let frame: Frame | undefined;
  let restartInterval = 0;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const from = at + 4;
    at += 2 + length;
    if (length < 2 || at > bytes.length) return undefined;
    const segment = new DataView(bytes.buffer, bytes.byteOffset + from, length - 2);
    if (marker === 0xffdb) {
      if (!readQuantization(segment, quantization)) return undefined;
    } else if (marker === 0xffc4) {
      if (!readHuffman(segment, tables)) return undefined;
    } else if (marker === 0xffc0 || marker === 0xffc1) {
      if (frame) return undefined;
      frame = readFrame(segment);
      if (!frame) return undefined;
    } else if (marker === 0xffdd) restartInterval = segment.byteLength >= 2 ? segment.getUint16(0) : 0;
    else if (marker === 0xffda) {
      const components = frame && scanComponents(segment, frame, quantization, tables);
      if (!frame || !components) return undefined;
      return { width: frame.width, height: frame.height, components, restartInterval, scanAt: at };
    } else if (marker === 0xffe1) {
      if (isTurned(segment)) return undefined;
    } else if (marker === 0xffee) {
      // Adobe: 1 is YCbCr
      if (segment.byteLength >= 12 && segment.getUint32(0) === 0x41646f62 && segment.getUint8(11) !== 1)
        return undefined;
    } else if ((marker & 0xfff0) !== 0xffe0 && marker !== 0xfffe) return undefined;
  }
  return undefined;
}

function readQuantization(segment: DataView, into: Uint16Array[]): boolean {
  for (let at = 0; at < segment.byteLength;) {
    const kind = segment.getUint8(at++);
    const bytesEach = kind >> 4 === 0 ? 1 : 2;
    if (at + 64 * bytesEach > segment.byteLength) return false;
    into[kind & 15] = Uint16Array.from({ length: 64 }, (_, i) =>
      bytesEach === 1 ? segment.getUint8(at + i) : segment.getUint16(at + 2 * i),
    );
    at += 64 * bytesEach;
  }
  return true;
}

function readHuffman(segment: DataView, into: { dc: HuffmanTable[]; ac: HuffmanTable[] }): boolean {
  for (let at = 0; at < segment.byteLength;) {
    if (at + 17 > segment.byteLength) return false;
    const kind = segment.getUint8(at);
    const counts = Uint8Array.from({ length: 16 }, (_, i) => segment.getUint8(at + 1 + i));
    const size = counts.reduce((sum, count) => sum + count, 0);
    at += 17 + size;
    // Codes of one length must fit behind the shorter ones.
    let room = 1;
    for (const count of counts) room = room * 2 - count;
    if (size > 256 || at > segment.byteLength || room < 0) return false;
    const symbols = Uint8Array.from({ length: size }, (_, i) => segment.getUint8(at - size + i));
    (kind >> 4 === 0 ? into.dc : into.ac)[kind & 15] = { counts, symbols };
  }
  return true;
}

function readFrame(segment: DataView): Frame | undefined {
  if (segment.byteLength < 6 || segment.getUint8(0) !== 8) return undefined;
  const count = segment.getUint8(5);
  if ((count !== 1 && count !== 3) || segment.byteLength < 6 + 3 * count) return undefined;
  const parts = Array.from({ length: count }, (_, i) => ({
    id: segment.getUint8(6 + 3 * i),
    horizontal: segment.getUint8(7 + 3 * i) >> 4,
    vertical: segment.getUint8(7 + 3 * i) & 15,
    table: segment.getUint8(8 + 3 * i),
  }));
  const frame = { height: segment.getUint16(1), width: segment.getUint16(3), parts };
  const isRgb = count === 3 && String.fromCharCode(...parts.map(({ id }) => id)) === 'RGB';
  return frame.width === 0 || frame.height === 0 || isRgb ? undefined : frame;
}

function scanComponents(
  segment: DataView,
  { parts }: Frame,
  quantization: Uint16Array[],
  tables: { dc: HuffmanTable[]; ac: HuffmanTable[] },
): JpegHeader['components'] | undefined {
  const count = parts.length;
  if (segment.byteLength < 4 + 2 * count || segment.getUint8(0) !== count) return undefined;
  // All frequencies at once, as baseline has it.
  if (segment.getUint8(1 + 2 * count) !== 0 || segment.getUint8(2 + 2 * count) !== 63) return undefined;
  const found: JpegHeader['components'] = [];
  for (const [i, { id, horizontal, vertical, table }] of parts.entries()) {
    const which = segment.getUint8(2 + 2 * i);
    const part = { quantization: quantization[table], dc: tables.dc[which >> 4], ac: tables.ac[which & 15] };
    const hasAll = Object.values(part).every((each: unknown) => each !== undefined);
    if (segment.getUint8(1 + 2 * i) !== id || !hasAll) return undefined;
    found.push({ horizontal, vertical, ...part });
  }
  return found;
}

/** Whether EXIF says that the image is to be turned or mirrored (or cannot be read, and must be looked at elsewhere). */
function isTurned(segment: DataView): boolean {
  if (segment.byteLength < 14 || segment.getUint32(0) !== 0x45786966) return false;
  const little = segment.getUint16(6) === 0x4949;
  const directory = 6 + segment.getUint32(10, little);
  if (directory + 2 > segment.byteLength) return true;
  const entries = segment.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > segment.byteLength) return true;
    if (segment.getUint16(at, little) === 0x0112) return segment.getUint16(at + 8, little) !== 1;
  }
  return false;
}
