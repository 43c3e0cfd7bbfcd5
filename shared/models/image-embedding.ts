import { ModelUnusable } from '../errors.ts';
import { fromHalfFloats, toHalfFloats } from './half-float.ts';
import type { Tensors } from './tensor.ts';

/** What an encoder makes of one image; every later click starts here. */
export interface ImageEmbedding {
  /** Id of the model that made it: others cannot read it. */
  modelId: string;
  /** Upright size of the image in pixels, and side of the model's input. */
  width: number;
  height: number;
  side: number;
  /** By the name of the encoder's output. */
  tensors: Tensors;
  /** Of a model that runs elsewhere: the tensors stay in blobs, where it reads them itself, and `tensors` is empty. */
  kept?: { imageKey: string; embeddingKey: string; projectId?: string };
}

/** What an embedding says of itself before its numbers. */
export type EmbeddingHeader = Omit<ImageEmbedding, 'tensors' | 'kept'> & {
  tensors: { name: string; dims: number[] }[];
};

const MAGIC = 0x31424d45;

/**
 * As kept at `embeddings/<model>/<sha256>`: "EMB1", the length of the header (little endian), the header as JSON
 * padded with spaces to a multiple of four, then all tensors as fp16 in the header's order.
 */
export function encodeEmbedding(embedding: ImageEmbedding): Uint8Array {
  const names = Object.keys(embedding.tensors);
  const header = JSON.stringify({
    modelId: embedding.modelId,
    width: embedding.width,
    height: embedding.height,
    side: embedding.side,
    tensors: names.map((name) => ({ name, dims: embedding.tensors[name].dims })),
  });
  const text = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 4) * 4));
  const parts = names.map((name) => {
    const tensor = embedding.tensors[name];
    if (tensor.type !== 'float32') throw new ModelUnusable(`The encoder's output "${name}" is not float32.`);
    return toHalfFloats(tensor.data);
  });
  const bytes = new Uint8Array(8 + text.length + parts.reduce((sum, part) => sum + part.byteLength, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer), at);
    at += part.byteLength;
  }
  return bytes;
}

/**
 * The header of an embedding, from its first bytes, and where the numbers begin.
 *
 * @throws ModelUnusable when the bytes do not begin as an embedding does
 */
export function embeddingHeader(bytes: Uint8Array): { header: EmbeddingHeader; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC)
    throw new ModelUnusable('This is not an embedding.');
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) throw new ModelUnusable('The embedding is cut short.');
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, end))) as EmbeddingHeader;
  return { header, end };
}

/** @throws ModelUnusable when the bytes are not a whole embedding */
export function decodeEmbedding(bytes: Uint8Array): ImageEmbedding {
  const whole = bytes.slice();
  const { header, end } = embeddingHeader(whole);
  const tensors: Tensors = {};
  let at = end;
  for (const { name, dims } of header.tensors) {
    const count = dims.reduce((product, dim) => product * dim, 1);
    if (at + 2 * count > whole.length) throw new ModelUnusable('The embedding is cut short.');
    tensors[name] = { type: 'float32', dims, data: fromHalfFloats(new Uint16Array(whole.buffer, at, count)) };
    at += 2 * count;
  }
  return { ...header, tensors };
}
