import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotFound } from '../../shared/errors.ts';
import { readTable } from '../../shared/tables/read-table.ts';

/** A prediction counts when it is rated this high, and is right when it overlaps this much. */
const SCORE = 0.5;
const IOU = 0.5;

/**
 * How much of an image the model got wrong in an evaluation: false and missed objects as a share of all, 0–1, by asset.
 * Images without any object are left out.
 */
export async function wrongShares(
  evaluationId: string,
  blobs: Pick<Blobs, 'get'>,
): Promise<Map<string, number>> {
  const table = async (name: string, columns: string[]) =>
    readTable(await blobs.get(blobKeys.evaluationTable(evaluationId, name)), columns);
  try {
    const images = (await table('images', ['assetId'])).texts('assetId');
    const truths = (await table('truths', ['image'])).integers('image');
    const predictions = await table('predictions', ['image', 'score', 'iou', 'match_duplicate_iou']);
    const objects = new Float64Array(images.length);
    const right = new Float64Array(images.length);
    const wrong = new Float64Array(images.length);
    for (const image of truths) objects[image]++;
    const [score, iou, other] = ['score', 'iou', 'match_duplicate_iou'].map((name) =>
      predictions.numbers(name),
    );
    for (const [at, image] of predictions.integers('image').entries()) {
      if (score[at] < SCORE) continue;
      if (iou[at] >= IOU && other[at] < IOU) right[image]++;
      else wrong[image]++;
    }
    return new Map(
      images.flatMap((assetId, image) => {
        const all = objects[image] + wrong[image];
        return all === 0 ? [] : [[assetId, (objects[image] - right[image] + wrong[image]) / all] as const];
      }),
    );
  } catch (error) {
    if (error instanceof NotFound) return new Map();
    throw error;
  }
}
