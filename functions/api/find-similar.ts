import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { describeImage } from '../../shared/curation/descriptor/describe-image.ts';
import { BUILT_IN_EMBEDDING } from '../../shared/curation/embedding-name.ts';
import { measureImage } from '../../shared/curation/measure-image.ts';
import { searchShards } from '../../shared/curation/vectors/search-shards.ts';
import type { Hit } from '../../shared/curation/vectors/search-shards.ts';
import { VectorIndex } from '../../shared/curation/vectors/vector-index.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { Curation } from '../../shared/store/records/curation.ts';
import { readPack } from '../describe-shard/packed-image.ts';
import type { ImagePack } from '../describe-shard/packed-image.ts';

export interface SimilarQuestion {
  /** Near to any of these. */
  assetIds: readonly string[];
  /** Or to this part of one, in pixels of the upright image. */
  crop?: { assetId: string; x: number; y: number; width: number; height: number };
  limit: number;
}

/**
 * The images of a curation most like some of them, or like a part of one: exact cosine similarity over the packed
 * shards, best first, without the images asked for.
 *
 * @throws NotFound when an image is not among those that were compared
 * @throws InvalidInput when a crop is asked for and the images were not compared by the built-in descriptor
 */
export async function findSimilar(
  { projectId, embedding }: Pick<Curation, 'projectId' | 'embedding'>,
  { assetIds, crop, limit }: SimilarQuestion,
  deps: { blobs: Pick<Blobs, 'get'>; assets: Pick<AssetStore, 'get'> },
): Promise<Hit[]> {
  const packs: ImagePack[] = [];
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const pack = await readPack(projectId, embedding, shard, deps.blobs);
    if (pack.rows.length > 0) packs.push(pack);
  }
  const queries: Float32Array[] = [];
  const asked = new Set(assetIds);
  for (const { rows, data, dimensions } of packs)
    for (const [row, { assetId }] of rows.entries())
      if (asked.has(assetId)) queries.push(data.subarray(row * dimensions, (row + 1) * dimensions));
  if (queries.length < asked.size)
    throw new NotFound('compared image', assetIds.find((id) => !isIn(id)) ?? assetIds[0]);
  if (crop) {
    if (embedding !== BUILT_IN_EMBEDDING)
      throw new InvalidInput('Parts of images can be looked for with the built-in descriptor only.');
    if (!isIn(crop.assetId)) throw new NotFound('compared image', crop.assetId);
    queries.push(await describeCrop(crop, deps));
  }
  if (queries.length === 0) throw new InvalidInput('Name images, or a part of one.');

  // One shard after the other, so that only one index lies in memory beside the packs.
  const found: Hit[] = [];
  for (const { rows, data, dimensions } of packs) {
    const index = new VectorIndex({ count: rows.length, dimensions, data });
    const ids = rows.map(({ assetId }) => assetId);
    found.push(...searchShards([{ index, ids }], queries, limit, (id) => !asked.has(id)));
  }
  return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);

  function isIn(id: string): boolean {
    return packs.some(({ rows }) => rows.some(({ assetId }) => assetId === id));
  }
}

async function describeCrop(
  crop: NonNullable<SimilarQuestion['crop']>,
  { blobs, assets }: { blobs: Pick<Blobs, 'get'>; assets: Pick<AssetStore, 'get'> },
): Promise<Float32Array> {
  const { datasetId, key } = await assets.get(crop.assetId);
  const { image } = await decodeImage(await blobs.get(blobKeys.image(datasetId, key)));
  const left = Math.max(0, Math.floor(crop.x));
  const top = Math.max(0, Math.floor(crop.y));
  const width = Math.min(image.width, Math.ceil(crop.x + crop.width)) - left;
  const height = Math.min(image.height, Math.ceil(crop.y + crop.height)) - top;
  if (width < 1 || height < 1) throw new InvalidInput('The part lies outside the image.');
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = 3 * ((top + y) * image.width + left);
    pixels.set(image.data.subarray(from, from + 3 * width), 3 * y * width);
  }
  return describeImage(measureImage(pixels, width, height).reduced);
}
