import { reserveMemory } from '../curation/wasm/reserve-memory.ts';
import { type HuffmanTable, jpegHeader, type JpegHeader } from './jpeg-header.ts';
import type { RgbImage } from './rgb-image.ts';
import { makeJpegKernel } from './wasm/jpeg-kernel.ts';

let kernel: ReturnType<typeof makeJpegKernel> | undefined;

const TABLE_BYTES = 2448;
const PART_BYTES = 48;

/** Memory of the kernel that is kept between two images; one larger is given back. */
const KEPT_BYTES = 64 * 2 ** 20;

/**
 * Reads a JPEG at a half, a quarter or an eighth of its size, far faster than by way of a general decoder: every pixel
 * is the mean of factor × factor pixels of the full image, taken from the coefficients (a last column or row that is not
 * whole is left out). Undefined when the file is none of the simple kind (see jpegHeader) or is not perfectly whole:
 * then a complete decoder must look, and say what is wrong.
 *
 * @param factorFor the factor for an image of so many pixels; 1 leaves it to others
 */
export function readJpegSmaller(
  bytes: Uint8Array,
  factorFor: (width: number, height: number) => 1 | 2 | 4 | 8,
): { image: RgbImage; fullSize: { width: number; height: number } } | undefined {
  const header = jpegHeader(bytes);
  if (!header) return undefined;
  const factor = factorFor(header.width, header.height);
  if (factor === 1) return undefined;
  const layout = planOf(header, factor);
  if (!layout) return undefined;
  const { width, height, parts, across, down, rowsPerMcu, planeStride } = layout;
  kernel ??= makeJpegKernel();
  const matrices = (kernel.heapBase() + 63) & ~63;
  const tables = matrices + 4 * 256;
  const quantizations = tables + parts.length * 2 * TABLE_BYTES;
  const partsAt = quantizations + parts.length * 256;
  const planes = (partsAt + parts.length * PART_BYTES + 63) & ~63;
  const planeBytes = planeStride * rowsPerMcu;
  const rgb = planes + parts.length * planeBytes + 64;
  const scan = rgb + width * height * 3 + 64;
  const scanBytes = bytes.length - header.scanAt;
  reserveMemory(kernel.memory, scan + scanBytes + 64);
  const { buffer } = kernel.memory;
  for (const [i, size] of [1, 2, 4, 8].entries())
    new Float32Array(buffer, matrices + i * 256, 64).set(meansOfFrequencies(size));
  for (const [i, { component, rows, columns }] of parts.entries()) {
    const dc = tables + 2 * i * TABLE_BYTES;
    writeTable(buffer, dc, component.dc);
    writeTable(buffer, dc + TABLE_BYTES, component.ac);
    const quantization = quantizations + i * 256;
    new Float32Array(buffer, quantization, 64).set(component.quantization);
    const matrixOf = (size: number) => matrices + Math.log2(size) * 256;
    new Int32Array(buffer, partsAt + i * PART_BYTES, 12).set([
      parts.length === 1 ? 1 : component.horizontal,
      parts.length === 1 ? 1 : component.vertical,
      rows,
      columns,
      matrixOf(rows),
      matrixOf(columns),
      dc,
      dc + TABLE_BYTES,
      quantization,
      planes + i * planeBytes,
      0,
      0,
    ]);
  }
  new Uint8Array(buffer, scan, scanBytes).set(bytes.subarray(header.scanAt));
  const end = kernel.readScan(
    scan,
    scan + scanBytes,
    partsAt,
    parts.length,
    across,
    down,
    header.restartInterval,
    rowsPerMcu,
    planeStride,
    width,
    height,
    rgb,
  );
  const isWhole = end > 0 && new DataView(buffer).getUint16(end) === 0xffd9;
  const image = isWhole && { width, height, data: new Uint8Array(buffer, rgb, width * height * 3).slice() };
  if (buffer.byteLength > KEPT_BYTES) kernel = undefined;
  return image ? { image, fullSize: { width: header.width, height: header.height } } : undefined;
}

/** How blocks become means; undefined when sampling is unusual or nothing would be left. */
function planOf(header: JpegHeader, factor: 2 | 4 | 8) {
  const isGrey = header.components.length === 1;
  const [most] = header.components;
  const h = isGrey ? 1 : most.horizontal;
  const v = isGrey ? 1 : most.vertical;
  const width = Math.floor(header.width / factor);
  const height = Math.floor(header.height / factor);
  if (![1, 2].includes(h) || ![1, 2].includes(v) || width === 0 || height === 0) return undefined;
  const parts = header.components.map((component) => ({
    component,
    rows: (8 / factor) * (isGrey ? 1 : v / component.vertical),
    columns: (8 / factor) * (isGrey ? 1 : h / component.horizontal),
  }));
  if (parts.some(({ rows, columns }) => ![1, 2, 4, 8].includes(rows) || ![1, 2, 4, 8].includes(columns)))
    return undefined;
  const across = Math.ceil(header.width / (8 * h));
  return {
    width,
    height,
    parts,
    across,
    down: Math.ceil(header.height / (8 * v)),
    rowsPerMcu: (8 / factor) * v,
    // Four more for the last vector of a row.
    planeStride: (across * h * (8 / factor) + 4) * 4,
  };
}

/** What each of 8 frequencies adds to the means of `size` equal parts of 8 samples: 8 × 8, the first columns filled. */
function meansOfFrequencies(size: number): Float32Array {
  const matrix = new Float32Array(64);
  const each = 8 / size;
  for (let u = 0; u < 8; u++)
    for (let part = 0; part < size; part++) {
      let sum = 0;
      for (let x = part * each; x < (part + 1) * each; x++) sum += Math.cos(((2 * x + 1) * u * Math.PI) / 16);
      matrix[u * 8 + part] = (sum / each / 2) * (u === 0 ? Math.SQRT1_2 : 1);
    }
  return matrix;
}

/** The layout of assembly/jpeg.ts. */
function writeTable(buffer: ArrayBuffer, at: number, { counts, symbols }: HuffmanTable): void {
  const lookup = new Uint16Array(buffer, at, 1024).fill(0);
  const beyond = new Int32Array(buffer, at + 2048, 17).fill(0);
  const places = new Int32Array(buffer, at + 2116, 17).fill(0);
  new Uint8Array(buffer, at + 2184, 256).fill(0).set(symbols);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++) {
    places[length] = place - code;
    for (let i = 0; i < counts[length - 1]; i++, code++, place++)
      if (length <= 10)
        lookup.fill((length << 8) | symbols[place], code << (10 - length), (code + 1) << (10 - length));
    beyond[length] = code << (16 - length);
    code <<= 1;
  }
}
