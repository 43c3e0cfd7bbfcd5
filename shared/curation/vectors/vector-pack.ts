import { InvalidInput } from '../../errors.ts';

/** Rows of anything, each with a vector of float32; the vectors of all rows lie together. */
export interface VectorPack<Row> {
  dimensions: number;
  rows: Row[];
  /** rows × dimensions. */
  data: Float32Array<ArrayBuffer>;
}

/** "LVP1": Lapidary vector pack. */
const MAGIC = 0x3150564c;
const HEAD_BYTES = 12;

/**
 * One blob: the magic number, the length of the text and the dimensions (uint32, little-endian), the rows as JSON
 * padded to 16 bytes, then the vectors as little-endian float32.
 */
export function encodeVectorPack({ dimensions, rows, data }: VectorPack<unknown>): Uint8Array {
  if (data.length !== rows.length * dimensions)
    throw new InvalidInput(`${data.length} numbers are not ${rows.length} vectors of ${dimensions}.`);
  const text = new TextEncoder().encode(JSON.stringify(rows));
  const padded = (HEAD_BYTES + text.length + 15) & ~15;
  const bytes = new Uint8Array(padded + data.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  view.setUint32(8, dimensions, true);
  bytes.set(text, HEAD_BYTES);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), padded);
  return bytes;
}

/** @throws InvalidInput when the bytes are no such pack, or not a whole one. */
export function decodeVectorPack(bytes: Uint8Array): VectorPack<unknown> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new InvalidInput('This is not a pack of vectors.');
  const length = view.getUint32(4, true);
  const dimensions = view.getUint32(8, true);
  const start = (HEAD_BYTES + length + 15) & ~15;
  if (start > bytes.length) throw new InvalidInput('The pack of vectors is cut short.');
  const rows = JSON.parse(
    new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length)),
  ) as unknown[];
  if (bytes.length !== start + rows.length * dimensions * 4)
    throw new InvalidInput('The pack of vectors is cut short.');
  // A copy, because the bytes may start anywhere; by the constructor, because a Buffer.slice would be none.
  return { dimensions, rows, data: new Float32Array(new Uint8Array(bytes.subarray(start)).buffer) };
}
