import { ModelUnusable } from '../../shared/errors.ts';
import type { Tensors } from '../../shared/models/tensor.ts';

/**
 * One vector of length 1 from what an encoder gave: a map of features [1, channels, height, width] is averaged over
 * its places, anything else is taken as it is. The first output counts.
 *
 * @throws ModelUnusable when there is nothing to take
 */
export function poolTensors(tensors: Tensors): Float32Array {
  const [tensor] = Object.values(tensors);
  if (tensor?.type !== 'float32' || tensor.data.length === 0)
    throw new ModelUnusable('The model gave no numbers to compare images by.');
  const { dims, data } = tensor;
  const channels = dims.length === 4 ? dims[1] : data.length;
  const places = data.length / channels;
  const vector = new Float32Array(channels);
  let squares = 0;
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let at = channel * places; at < (channel + 1) * places; at++) sum += data[at];
    vector[channel] = sum / places;
    squares += vector[channel] ** 2;
  }
  const length = Math.sqrt(squares);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
