import { ModelUnusable } from '../errors.ts';
import type { EmbedderDescription } from './embedder-description.ts';

/**
 * One vector of length 1 from what an embedder answers.
 *
 * @throws ModelUnusable when the answer has another shape than its description says
 */
export function poolFeatures(
  { data, dims }: { data: Float32Array; dims: readonly number[] },
  pooling: EmbedderDescription['pooling'],
): Float32Array {
  const one = dims[0] === 1 ? dims.slice(1) : dims;
  const wanted = pooling === 'auto' ? AUTO[one.length] : pooling;
  const isShaped =
    wanted === 'none' ? one.length === 1 : wanted === 'mean' ? one.length > 1 : one.length === 2;
  if (wanted === undefined || !isShaped || data.length === 0)
    throw new ModelUnusable(
      `The model answered [${dims.join(', ')}], which pooling "${pooling}" makes no vector of.`,
    );
  const vector = wanted === 'mean' ? meanOf(data, one) : data.slice(0, one.at(-1));
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** By the number of axes behind the batch. */
const AUTO: Record<number, 'none' | 'mean' | 'class-token' | undefined> = {
  1: 'none',
  2: 'class-token',
  3: 'mean',
};

/** Tokens lie one after the other; of places, all of one channel do. */
function meanOf(data: Float32Array, dims: readonly number[]): Float32Array {
  const isTokens = dims.length === 2;
  const channels = isTokens ? dims[1] : dims[0];
  const count = data.length / channels;
  const vector = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += data[isTokens ? i * channels + channel : channel * count + i];
    vector[channel] = sum / count;
  }
  return vector;
}
