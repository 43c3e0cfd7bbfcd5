import type { Blobs } from '../blobs/blobs.ts';
import { ModelUnusable, NotFound } from '../errors.ts';
import { decodeImage } from '../images/decode-image.ts';
import { embedImage } from './embed-image.ts';
import { decodeEmbedding, encodeEmbedding, type ImageEmbedding } from './image-embedding.ts';
import type { InferenceEngine } from './inference-engine.ts';
import type { LocalEmbedder } from './model-library.ts';
import type { ImageToEncode, Priority } from './models.ts';

/** The vector of an image by an embedder, from `embeddings/<model>/<sha256>` or made and kept there. */
export async function encodeVector(
  model: LocalEmbedder,
  image: ImageToEncode,
  { engine, blobs }: { engine: InferenceEngine; blobs: Pick<Blobs, 'get' | 'put'> },
  priority: Priority,
): Promise<ImageEmbedding> {
  const { id: modelId } = model.description;
  const key = `embeddings/${modelId}/${image.sha256}`;
  try {
    return decodeEmbedding(await blobs.get(key));
  } catch (error) {
    // One that cannot be read is made anew.
    if (!(error instanceof NotFound || error instanceof ModelUnusable)) throw error;
  }
  const { image: rgb } = await decodeImage(await image.read());
  const { name, vector, side } = await embedImage(model, rgb, engine, priority);
  const { width, height } = rgb;
  const tensors = { [name]: { type: 'float32' as const, dims: [1, vector.length], data: vector } };
  const bytes = encodeEmbedding({ modelId, width, height, side, tensors });
  await blobs.put(key, bytes, { contentType: 'application/octet-stream' });
  return decodeEmbedding(bytes);
}
