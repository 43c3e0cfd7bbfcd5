import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import { deriveId } from '../../shared/ids.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { LabelFacts } from '../describe-shard/label-facts.ts';
import { readPack } from '../describe-shard/packed-image.ts';

/** An image with all that is known of it before it is compared with the others. */
export interface DescribedImage extends MeasuredAsset {
  assetId: string;
  taskId: string;
  /** How unsure a model is of it; NaN: not known. */
  doubt: number;
  /** Missing: nothing was ever labelled. */
  labels?: LabelFacts;
}

/** Every image that the shards have packed, in an order that stays the same. */
export async function packedImages(
  projectId: string,
  embedding: string,
  blobs: Pick<Blobs, 'get'>,
): Promise<DescribedImage[]> {
  const images: DescribedImage[] = [];
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const { rows, data, dimensions } = await readPack(projectId, embedding, shard, blobs);
    for (const [at, { assetId, key: path, doubt = NaN, doubtFrom: _, ...known }] of rows.entries()) {
      const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
      const vector = data.subarray(at * dimensions, (at + 1) * dimensions);
      images.push({ ...known, assetId, taskId, path, doubt, vector });
    }
  }
  return images;
}
