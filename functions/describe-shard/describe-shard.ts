import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { describeImage } from '../../shared/curation/descriptor/describe-image.ts';
import { measureImage } from '../../shared/curation/measure-image.ts';
import { NotFound } from '../../shared/errors.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { CurateInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Asset } from '../../shared/store/records/asset.ts';

export interface DescribeShardDeps {
  jobs: JobStore;
  assets: Pick<AssetStore, 'listShard'>;
  projects: Pick<ProjectStore, 'get'>;
  blobs: Blobs;
}

const AT_ONCE = 2;
const CHECK_EVERY = 20;
/** The descriptor looks at 64 × 64 pixels: larger images are decoded at a part of their size. */
const REDUCED = { side: 512, above: 512 * 512 };

/**
 * Computes the descriptor of every image of one shard that has none yet, and keeps it under the hash of the image:
 * a second run only touches what is new.
 */
export function describeShard(step: ShardStep, deps: DescribeShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { projectId } = CurateInput.parse(job.input);
    const { datasetIds } = await deps.projects.get(projectId);
    const counts = { items: 0, described: 0, unreadable: 0 };
    for (const datasetId of datasetIds) {
      const assets = deps.assets.listShard(datasetId, step.shard);
      for await (const outcome of mapInOrder(assets, AT_ONCE, (asset) => describe(asset, deps.blobs))) {
        if (outcome === 'left out') continue;
        if (++counts.items % CHECK_EVERY === 0) await check();
        if (outcome !== 'known') counts[outcome]++;
      }
    }
    return counts;
  });
}

async function describe(
  asset: Asset,
  blobs: Blobs,
): Promise<'left out' | 'known' | 'described' | 'unreadable'> {
  if (asset.status !== 'ready') return 'left out';
  const key = blobKeys.descriptor(asset.sha256);
  if (await blobs.head(key)) return 'known';
  try {
    const bytes = await blobs.get(blobKeys.image(asset.datasetId, asset.key));
    const { image } = await decodeImage(bytes, REDUCED);
    const { reduced } = measureImage(image.data, image.width, image.height);
    const vector = describeImage(reduced);
    await blobs.put(key, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    return 'described';
  } catch (error) {
    // Removed or replaced meanwhile: the next run sees what is there then.
    if (error instanceof ImageFault || error instanceof NotFound) return 'unreadable';
    throw error;
  }
}
