import { ModelUnusable } from '../errors.ts';
import type { RgbImage } from '../images/rgb-image.ts';
import type { InferenceEngine } from './inference-engine.ts';
import type { LocalEmbedder } from './model-library.ts';
import type { Priority } from './models.ts';
import { poolFeatures } from './pool-features.ts';
import { prepareEmbedderPixels } from './prepare-embedder-pixels.ts';

/**
 * The vector that an embedder makes of an image, of length 1, and the side of the input that it saw.
 *
 * @throws ModelUnusable when its graph does not fit its description, or it answers values that are not numbers
 */
export async function embedImage(
  { description, embedderFile }: LocalEmbedder,
  image: RgbImage,
  engine: InferenceEngine,
  priority: Priority,
): Promise<{ name: string; vector: Float32Array; side: number }> {
  const { inputs, outputs } = await engine.inspect(embedderFile);
  const input = inputs.find(({ name }) => name === (description.input ?? inputs[0]?.name));
  const output = outputs.find(({ name }) => name === (description.output ?? outputs[0]?.name));
  const others = inputs.filter((one) => one !== input).map(({ name }) => name);
  if (input?.dims.length !== 4 || others.length > 0 || !output)
    throw new ModelUnusable(
      `The graph of "${description.id}" takes ${inputs.map(({ name, dims }) => `${name} [${dims.join(', ')}]`).join(', ')} and gives ${outputs.map(({ name }) => name).join(', ')}: an embedder takes one image [1, 3, side, side] and nothing else.`,
    );
  const side = input.dims[3] > 0 ? input.dims[3] : description.side;
  if (side === undefined)
    throw new ModelUnusable(`The graph of "${description.id}" takes any size: its description needs a side.`);
  const pixels = prepareEmbedderPixels(image, side, description);
  const found = await engine.run(embedderFile, { [input.name]: pixels }, [output.name], priority);
  const tensor = found[output.name];
  if (tensor?.type !== 'float32' || !tensor.data.every(Number.isFinite))
    throw new ModelUnusable(`"${description.id}" answered values that are not numbers.`);
  return { name: output.name, vector: poolFeatures(tensor, description.pooling), side };
}
