import { zlibSync } from 'fflate';
import { InvalidInput } from '../errors.ts';
import { concatenate } from './byte-chunks.ts';
import { inflateBounded } from './inflate-bounded.ts';

/** A mask larger than this many pixels is refused before anything is unpacked. */
const MAX_PIXELS = 268_435_456;

/** 8-bit samples, row by row, `channels` values a pixel: 1 grey or palette index, 2 grey + alpha, 3 RGB, 4 RGBA. */
export interface PngImage {
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  /** Values above 8 bits keep their high byte; values below are not scaled (a 1-bit image holds 0 and 1). */
  data: Uint8Array;
  bitDepth: number;
  /** RGB triples, for images whose samples are indices. */
  palette?: Uint8Array;
  /** Alpha of each palette entry. */
  paletteAlpha?: Uint8Array;
}

const CHANNELS: Record<number, 1 | 2 | 3 | 4> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Start x, start y, step x, step y of the seven Adam7 passes. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * Decodes a PNG of any kind (W3C PNG, third edition). What it unpacks is bounded by the size in its header.
 * Throws InvalidInput when it is no PNG or is cut short.
 */
export function decodePng(bytes: Uint8Array): PngImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47)
    throw new InvalidInput('A mask is not a PNG image.');
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const bitDepth = view.getUint8(24);
  const channels = CHANNELS[view.getUint8(25)];
  const isInterlaced = view.getUint8(28) === 1;
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(bitDepth))
    throw new InvalidInput('A mask is a damaged PNG.');
  if (width * height === 0 || width * height > MAX_PIXELS) {
    throw new InvalidInput(`A mask of ${width} × ${height} pixels is not read.`);
  }
  const idat: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  let paletteAlpha: Uint8Array | undefined;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 0x49444154) idat.push(body);
    else if (type === 0x504c5445) palette = body;
    else if (type === 0x74524e53) paletteAlpha = body;
    else if (type === 0x49454e44) break;
    at += 12 + length;
  }
  const passes = isInterlaced ? ADAM7 : [[0, 0, 1, 1]];
  const bitsPerPixel = channels * bitDepth;
  let expected = 0;
  for (const [x0, y0, dx, dy] of passes) {
    const columns = Math.ceil((width - x0) / dx);
    const rows = Math.ceil((height - y0) / dy);
    if (columns > 0 && rows > 0) expected += rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }
  const raw = inflateBounded(concatenate(idat), expected);
  if (raw.length < expected) throw new InvalidInput('A mask is a PNG that ends early.');
  const data = new Uint8Array(width * height * channels);
  let at = 0;
  for (const [x0, y0, dx, dy] of passes) {
    const columns = Math.ceil((width - x0) / dx);
    const rows = Math.ceil((height - y0) / dy);
    if (columns <= 0 || rows <= 0) continue;
    const stride = Math.ceil((columns * bitsPerPixel) / 8);
    unfilter(raw, at, rows, stride, Math.max(1, bitsPerPixel >> 3));
    for (let row = 0; row < rows; row++) {
      const line = at + row * (stride + 1) + 1;
      const out = ((y0 + row * dy) * width + x0) * channels;
      for (let i = 0; i < columns * channels; i++) {
        const pixel = Math.floor(i / channels);
        data[out + pixel * dx * channels + (i % channels)] = sample(raw, line, i, bitDepth);
      }
    }
    at += rows * (stride + 1);
  }
  return {
    width,
    height,
    channels,
    data,
    bitDepth,
    ...(view.getUint8(25) === 3 && palette ? { palette } : {}),
    ...(paletteAlpha ? { paletteAlpha } : {}),
  };
}

function sample(raw: Uint8Array, line: number, index: number, bitDepth: number): number {
  if (bitDepth === 8) return raw[line + index];
  if (bitDepth === 16) return raw[line + index * 2];
  const bit = index * bitDepth;
  return (raw[line + (bit >> 3)] >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

function unfilter(raw: Uint8Array, start: number, rows: number, stride: number, step: number): void {
  for (let row = 0; row < rows; row++) {
    const line = start + row * (stride + 1) + 1;
    const above = line - stride - 1;
    const filter = raw[line - 1];
    for (let i = 0; i < stride && filter !== 0; i++) {
      const left = i >= step ? raw[line + i - step] : 0;
      const up = row > 0 ? raw[above + i] : 0;
      const corner = i >= step && row > 0 ? raw[above + i - step] : 0;
      raw[line + i] +=
        filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const a = Math.abs(guess - left);
  const b = Math.abs(guess - up);
  const c = Math.abs(guess - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** A PNG of 8-bit grey (`channels` 1) or RGB (3) samples, row by row. */
export function encodePng(data: Uint8Array, width: number, height: number, channels: 1 | 3): Uint8Array {
  const stride = width * channels;
  const raw = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return concatenate([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(raw, { level: 6 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
