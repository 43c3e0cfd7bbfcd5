import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';
import type { VectorTable } from '../../shared/curation/vectors/vector-table.ts';
import { deriveId } from '../../shared/ids.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { LabelFacts } from '../describe-shard/label-facts.ts';
import { readPack } from '../describe-shard/packed-image.ts';
import type { ImagePack } from '../describe-shard/packed-image.ts';

/** An image with all that is known of it before it is compared with the others. */
export interface DescribedImage extends MeasuredAsset {
  assetId: string;
  taskId: string;
  /** How unsure a model is of it; NaN: not known. */
  doubt: number;
  /** Missing: nothing was ever labelled. */
  labels?: LabelFacts;
}

/**
 * Every image that the shards have packed, in an order that stays the same, and all their vectors in one piece: those
 * of the images are parts of it.
 */
export async function packedImages(
  projectId: string,
  embedding: string,
  blobs: Pick<Blobs, 'get'>,
): Promise<{ images: DescribedImage[]; table: VectorTable }> {
  const packs: ImagePack[] = [];
  for (let shard = 0; shard < SHARD_COUNT; shard++)
    packs.push(await readPack(projectId, embedding, shard, blobs));
  const count = packs.reduce((sum, { rows }) => sum + rows.length, 0);
  // Empty packs know of no dimensions.
  const dimensions = Math.max(1, ...packs.map((pack) => pack.dimensions));
  const data = new Float32Array(count * dimensions);
  const images: DescribedImage[] = [];
  for (let pack = packs.shift(); pack; pack = packs.shift()) {
    data.set(pack.data, images.length * dimensions);
    for (const { assetId, key: path, doubt = NaN, doubtFrom: _, ...known } of pack.rows) {
      const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
      const at = images.length * dimensions;
      images.push({ ...known, assetId, taskId, path, doubt, vector: data.subarray(at, at + dimensions) });
    }
  }
  return { images, table: vectorTable(data, dimensions) };
}
