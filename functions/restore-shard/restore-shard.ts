import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { bringLabels } from '../../shared/jobs/bring-labels.ts';
import type { BringLabelsDeps } from '../../shared/jobs/bring-labels.ts';
import { RestoreSnapshotInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { snapshotReader } from '../../shared/jobs/read-snapshot.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import { bringBack } from '../../shared/labels/bring-back.ts';
import type { SnapshotItem } from '../../shared/snapshots/manifest.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

export interface RestoreShardDeps extends BringLabelsDeps {
  jobs: JobStore;
  snapshots: Pick<SnapshotStore, 'get'>;
  blobs: Blobs;
  now: () => Date;
}

const AT_ONCE = 8;
const CHECK_EVERY = 100;

/**
 * Brings the labels of one shard of a snapshot's leaves back, each as a new revision: what was saved since stays in the
 * history. Tasks that are gone are counted; images that came after the snapshot are not touched.
 */
export function restoreShard(step: ShardStep, deps: RestoreShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { snapshotId } = RestoreSnapshotInput.parse(job.input);
    const { manifestKey } = await deps.snapshots.get(snapshotId);
    if (manifestKey === undefined) throw new InvalidInput('The snapshot is not sealed yet.', { snapshotId });
    const read = snapshotReader(deps.blobs);
    const { leaves } = await read.root(manifestKey);
    const counts = { items: 0, changed: 0, same: 0, missing: 0 };

    const restore = async (item: SnapshotItem) => {
      const wanted = await read.labels(item.labelsSha256);
      const stamp = { by: job.createdBy, at: deps.now().toISOString() };
      return bringLabels(
        {
          taskId: item.taskId,
          next: (current) => bringBack(wanted, current, stamp),
          by: job.createdBy,
          action: 'task.labelsRestored',
          details: { snapshotId },
        },
        deps,
      );
    };
    for (let index = step.shard; index < leaves.length; index += SHARD_COUNT) {
      const sha256 = leaves[index];
      if (sha256 === null) continue;
      for await (const outcome of mapInOrder(await read.leaf(sha256), AT_ONCE, restore)) {
        if (outcome !== 'kept') counts[outcome]++;
        if (++counts.items % CHECK_EVERY === 0) await check();
      }
    }
    return counts;
  });
}
