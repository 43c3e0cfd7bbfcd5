import { createHash } from 'node:crypto';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { putOnce } from '../../shared/blobs/put-once.ts';
import { FreezeSnapshotInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep, TaskSelection } from '../../shared/jobs/job-input.ts';
import { isSelected } from '../../shared/jobs/is-selected.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { passesFilter } from '../../shared/jobs/snapshot-filter.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import { encodeLabelContent } from '../../shared/labels/codec/encode-label-content.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { CollectionStore } from '../../shared/store/collection-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { Task } from '../../shared/workflow/task.ts';
import type { FrozenImage } from './frozen-image.ts';

export interface FreezeShardDeps {
  jobs: JobStore;
  tasks: Pick<TaskStore, 'listShard'>;
  assets: Pick<AssetStore, 'find'>;
  collections: Pick<CollectionStore, 'get'>;
  labels: Pick<LabelStore, 'get'>;
  blobs: Blobs;
}

type IsTaken = (image: Parameters<typeof passesFilter>[1]) => boolean;

const CHECK_EVERY = 100;
const AT_ONCE = 8;

/**
 * Writes down which label revision every task of one shard has at this moment, and keeps the labels themselves as
 * blobs under their hash. Images that are gone or cannot be read are left out, and counted.
 */
export function freezeShard(step: ShardStep, deps: FreezeShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { projectId, include, filter = {} } = FreezeSnapshotInput.parse(job.input);
    const { collectionId } = filter;
    const collected =
      collectionId === undefined ? undefined : new Set((await deps.collections.get(collectionId)).assetIds);
    const isTaken: IsTaken = (image) => passesFilter(filter, image, collected);
    const frozen: FrozenImage[] = [];
    let items = 0;
    let leftOut = 0;
    const found = mapInOrder(deps.tasks.listShard(projectId, step.shard), AT_ONCE, (task) =>
      freezeTask(task, include, isTaken, deps),
    );
    for await (const one of found) {
      if (++items % CHECK_EVERY === 0) await check();
      if (one === 'left out') leftOut++;
      else if (one !== 'not selected') frozen.push(one);
    }
    const part = blobKeys.snapshotPart(step.jobId, step.shard);
    await deps.blobs.put(part, Buffer.from(JSON.stringify(frozen)), { contentType: 'application/json' });
    return { items, frozen: frozen.length, leftOut };
  });
}

async function freezeTask(
  task: Task,
  include: TaskSelection,
  isTaken: IsTaken,
  deps: FreezeShardDeps,
): Promise<FrozenImage | 'left out' | 'not selected'> {
  const labels = await deps.labels.get(task.id, 'main');
  if (!isSelected(task, labels.revision, include)) return 'not selected';
  const { objects, classifications } = labels;
  const classes: Record<string, number> = {};
  for (const { classId } of objects) classes[classId] = (classes[classId] ?? 0) + 1;
  for (const { classificationId: id } of classifications) classes[id] = (classes[id] ?? 0) + 1;
  if (!isTaken({ assetId: task.assetId, classes, savedAt: labels.savedAt })) return 'not selected';
  const asset = await deps.assets.find(task.assetId);
  if (asset?.status !== 'ready') return 'left out';
  const item = {
    assetId: asset.id,
    taskId: task.id,
    key: asset.key,
    datasetId: asset.datasetId,
    width: asset.width,
    height: asset.height,
    imageSha256: asset.sha256,
    labelsSha256: await keep(encodeLabelContent({ objects, classifications }), deps.blobs),
    labelRevision: labels.revision,
    objectCount: objects.length,
  };
  return { item, classes, phash: asset.phash, dhash: asset.dhash };
}

async function keep(bytes: Uint8Array, blobs: Blobs): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await putOnce(blobs, blobKeys.labels(sha256), bytes);
  return sha256;
}
