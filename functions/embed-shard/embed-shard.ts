import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotFound } from '../../shared/errors.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { EmbedImagesInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { Models } from '../../shared/models/models.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Asset } from '../../shared/store/records/asset.ts';

export interface EmbedShardDeps {
  jobs: JobStore;
  projects: Pick<ProjectStore, 'get'>;
  assets: Pick<AssetStore, 'listShard'>;
  models: Pick<Models, 'encode'>;
  blobs: Pick<Blobs, 'get' | 'head'>;
}

/** An image takes a second: a cancelled job ends soon. */
const CHECK_EVERY = 5;

/**
 * Embeds the images of one shard that are there already by the model that answers clicks, as new ones are when they
 * arrive. Batch work: clicks of people overtake it. What has its embedding is left alone, so a job that was cut off goes
 * on where it was; when the project no longer asks for it, the rest is left to the first clicks.
 *
 * @throws ModelUnusable
 */
export function embedShard(step: ShardStep, deps: EmbedShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { projectId, modelId } = EmbedImagesInput.parse(job.input);
    const counts = { items: 0, embedded: 0, unreadable: 0 };

    async function embed({ sha256, datasetId, key: name }: Asset): Promise<void> {
      if (await deps.blobs.head(blobKeys.embedding(modelId, sha256))) return;
      const key = blobKeys.image(datasetId, name);
      const image = { sha256, key, projectId, read: () => deps.blobs.get(key) };
      try {
        await deps.models.encode(modelId, image, { priority: 'batch' });
        counts.embedded++;
      } catch (error) {
        // A file of the model that is gone is no fault of the image.
        const isImageGone = error instanceof NotFound && error.details.id === key;
        if (!(error instanceof ImageFault) && !isImageGone) throw error;
        counts.unreadable++;
      }
    }

    const { datasetIds } = await deps.projects.get(projectId);
    for (const datasetId of datasetIds) {
      for await (const asset of deps.assets.listShard(datasetId, step.shard)) {
        if (asset.status !== 'ready') continue;
        if (counts.items++ % CHECK_EVERY === 0) {
          await check();
          if ((await deps.projects.get(projectId)).embedsImages !== true) return counts;
        }
        await embed(asset);
      }
    }
    return counts;
  });
}
