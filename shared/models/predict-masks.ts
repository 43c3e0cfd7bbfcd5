import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleBox } from '../geometry/rle-operations.ts';
import type { ImageEmbedding } from './image-embedding.ts';
import type { Models } from './models.ts';
import type { PredictedObject } from './predicted-object.ts';
import { segmentEverything } from './segment-everything.ts';

/** Every object that a segmenter finds by a grid of clicks, as a detector would say it, without a class. */
export async function predictMasks(
  models: Pick<Models, 'decode'>,
  embedding: ImageEmbedding,
): Promise<PredictedObject[]> {
  const masks = await segmentEverything(models, embedding);
  return masks.map(({ mask, score }) => ({
    box: rleBox(decodeRleCounts(mask.counts) ?? [], mask.size[0]),
    mask,
    score,
  }));
}
