import { ModelUnusable } from '../errors.ts';
import type { RgbImage } from '../images/rgb-image.ts';
import { DETECTOR_PROFILES } from './detector-profile.ts';
import type { InferenceEngine } from './inference-engine.ts';
import type { LocalDetector } from './model-library.ts';
import type { Priority } from './models.ts';
import type { PredictedObject } from './predicted-object.ts';
import { prepareDetectorPixels } from './prepare-detector-pixels.ts';
import { readDetections } from './read-detections.ts';
import { suppressRepeats } from './suppress-repeats.ts';
import type { Tensors } from './tensor.ts';

const MOST_OBJECTS = 300;
const DEFAULT_SIDE = 640;

/**
 * What a detector sees in an image, the best rated first.
 *
 * @throws ModelUnusable when its graph does not fit its description, or it answers values that are not numbers
 */
export async function detectObjects(
  { description, modelFile }: LocalDetector,
  image: RgbImage,
  engine: InferenceEngine,
  priority: Priority,
): Promise<PredictedObject[]> {
  const profile = DETECTOR_PROFILES[description.profile];
  const { answer } = profile;
  const signature = await engine.inspect(modelFile);
  const [imageInput] = signature.inputs;
  const [first] = signature.outputs;
  const outputs = answer.layout === 'queries' ? [answer.logits, answer.boxes] : [first?.name];
  const missing = outputs.filter((name) => !signature.outputs.some((output) => output.name === name));
  if (imageInput?.dims.length !== 4 || missing.length > 0) {
    throw new ModelUnusable(
      `The graph of "${description.id}" takes no image [1, 3, height, width] or gives no ${missing.join(', ') || 'boxes'}: its profile does not fit.`,
    );
  }
  const declared = imageInput.dims[3];
  const side = declared > 0 ? declared : (description.side ?? DEFAULT_SIDE);
  const { pixels, toImage } = prepareDetectorPixels(image, side, profile.image);
  const inputs: Tensors = { [imageInput.name]: pixels };
  const mask = signature.inputs.find(({ name }) => name === 'pixel_mask');
  if (mask) {
    // DETR asks where the image is; it is everywhere.
    const [height, width] = mask.dims.slice(-2).map((size) => (size > 0 ? size : side));
    inputs.pixel_mask = {
      type: 'int64',
      data: new BigInt64Array(height * width).fill(1n),
      dims: [1, height, width],
    };
  }
  const found = await engine.run(modelFile, inputs, outputs, priority);
  for (const tensor of Object.values(found)) {
    if (tensor.type === 'float32' && !tensor.data.every(Number.isFinite)) {
      throw new ModelUnusable(`"${description.id}" answered values that are not numbers.`);
    }
  }
  const { minimumScore, maximumOverlap, classes } = description;
  const all = readDetections(found, answer, { side, classes: classes.length, minimumScore });
  const kept = profile.repeats ? suppressRepeats(all, maximumOverlap) : all.sort((a, b) => b.score - a.score);
  return kept
    .map(({ box, classIndex, score }) => ({
      className: description.classMap[classes[classIndex]] ?? classes[classIndex],
      box: toImage(box),
      score: Math.min(1, score),
    }))
    .filter(({ box }) => box.width > 0 && box.height > 0)
    .slice(0, MOST_OBJECTS);
}
