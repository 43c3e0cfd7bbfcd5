import { deepestPixel } from '../geometry/deepest-pixel.ts';
import { bitmapOfMask } from '../geometry/mask-bitmap.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleArea, rleBox, rleIou } from '../geometry/rle-operations.ts';
import type { PromptedObject } from '../evaluation/prompted-masks.ts';
import type { ImageToEncode, Models } from './models.ts';
import type { SegmentPrompt } from './segment-prompt.ts';

export interface ObjectToFind {
  /** Runs over the whole image. */
  truth: Uint32Array;
  box: SegmentPrompt;
  click: SegmentPrompt;
}

export interface FoundObject extends PromptedObject {
  /** What came from the box, as COCO's compressed runs over the whole image. */
  mask: string;
}

/** Smaller objects are measured by chance: pixels of the image at 256 × 256. */
const LEAST_PIXELS = 200;

/** An object with the tight box and the one click that a model is asked by; nothing when it is too small to say. */
export function objectToFind(truth: Uint32Array, height: number, width: number): ObjectToFind | undefined {
  const scale = 256 / Math.max(height, width);
  if (rleArea(truth) * scale * scale < LEAST_PIXELS) return undefined;
  const click = deepestPixel(bitmapOfMask(truth, height, width), height, width);
  if (!click) return undefined;
  return {
    truth,
    box: { points: [], box: rleBox(truth, height) },
    click: { points: [{ ...click, label: 1 }] },
  };
}

/** Asks a segmenter for every object of one image, from its box and from a click, and compares with the truth. */
export async function scoreSegmenter(
  models: Pick<Models, 'encode' | 'decode'>,
  modelId: string,
  image: ImageToEncode,
  objects: readonly ObjectToFind[],
): Promise<FoundObject[]> {
  const batch = { priority: 'batch' } as const;
  const embedding = await models.encode(modelId, image, batch);
  const boxes = await models.decode(
    embedding,
    objects.map(({ box }) => box),
    batch,
  );
  const clicks = await models.decode(
    embedding,
    objects.map(({ click }) => click),
    batch,
  );
  const iou = (counts: string, truth: Uint32Array) => rleIou(decodeRleCounts(counts) ?? [], truth);
  return objects.map(({ truth }, index) => ({
    boxIou: iou(boxes[index].mask.counts, truth),
    clickIou: iou(clicks[index].mask.counts, truth),
    mask: boxes[index].mask.counts,
  }));
}
