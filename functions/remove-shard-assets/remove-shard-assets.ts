import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { DatasetStore } from '../../shared/store/dataset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

export interface RemoveShardAssetsDeps {
  jobs: JobStore;
  datasets: Pick<DatasetStore, 'remove'>;
  assets: Pick<AssetStore, 'listShard' | 'remove'>;
}

const CHECK_EVERY = 200;

/** A dataset was deleted: its images of one shard are marked as removed. */
export function removeShardAssets(step: ShardStep, deps: RemoveShardAssetsDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    // Gone already, unless the request was cut off. Without its record no image is taken in behind us.
    await deps.datasets.remove(job.ownerId);
    let items = 0;
    for await (const asset of deps.assets.listShard(job.ownerId, step.shard)) {
      if (asset.status === 'removed') continue;
      await deps.assets.remove(asset.id);
      if (++items % CHECK_EVERY === 0) await check();
    }
    return { items };
  });
}
