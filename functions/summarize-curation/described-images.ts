import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { DESCRIPTOR_DIMENSIONS } from '../../shared/curation/descriptor/describe-image.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import { ImageMetrics } from '../../shared/curation/image-metrics.ts';
import { NotFound } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { Asset } from '../../shared/store/records/asset.ts';

/** An image with all that is known of it before it is compared with the others. */
export interface DescribedImage extends MeasuredAsset {
  assetId: string;
  taskId: string;
}

const AT_ONCE = 16;

/** Every ready image of the datasets that has metrics and a descriptor, in an order that stays the same. */
export async function describedImages(
  projectId: string,
  datasetIds: readonly string[],
  deps: { assets: Pick<AssetStore, 'listShard'>; blobs: Pick<Blobs, 'get'> },
): Promise<DescribedImage[]> {
  const images: DescribedImage[] = [];
  async function* all(): AsyncGenerator<Asset> {
    for (const datasetId of datasetIds) {
      for (let shard = 0; shard < SHARD_COUNT; shard++) yield* deps.assets.listShard(datasetId, shard);
    }
  }
  const found = mapInOrder(all(), AT_ONCE, async (asset) => {
    if (asset.status !== 'ready') return undefined;
    const metrics = ImageMetrics.safeParse(asset.metrics);
    if (!metrics.success || asset.phash === undefined || asset.dhash === undefined) return undefined;
    const vector = await readVector(asset.sha256, deps.blobs);
    if (!vector) return undefined;
    const { id: assetId, key: path, sha256, phash, dhash } = asset;
    const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
    return { assetId, taskId, path, sha256, phash, dhash, metrics: metrics.data, vector };
  });
  for await (const image of found) if (image) images.push(image);
  return images;
}

async function readVector(sha256: string, blobs: Pick<Blobs, 'get'>): Promise<Float32Array | undefined> {
  try {
    const bytes = await blobs.get(blobKeys.descriptor(sha256));
    if (bytes.byteLength !== 4 * DESCRIPTOR_DIMENSIONS) return undefined;
    return new Float32Array(bytes.slice().buffer);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
