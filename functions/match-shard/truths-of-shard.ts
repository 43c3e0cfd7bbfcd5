import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { EvaluateInput } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { decodeLabelContent } from '../../shared/labels/codec/decode-label-content.ts';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import { SnapshotLeaf, SnapshotRoot } from '../../shared/snapshots/manifest.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { MatchShardDeps } from './match-shard-deps.ts';

/** One image with the labels that count as the truth. */
export interface TruthImage {
  assetId: string;
  taskId: string;
  key: string;
  width: number;
  height: number;
  split?: string;
  labels: LabelContent;
}

type Deps = Pick<MatchShardDeps, 'tasks' | 'assets' | 'labels' | 'snapshots' | 'blobs'>;

const AT_ONCE = 8;

/** The labelled images of one shard, of a snapshot or of the project as it is now; undefined for one that has none. */
export function truthsOfShard(
  input: EvaluateInput,
  shard: number,
  deps: Deps,
): AsyncGenerator<TruthImage | undefined> {
  return input.snapshotId === undefined
    ? truthsOfProject(input.projectId, shard, deps)
    : truthsOfSnapshot(input.snapshotId, input.split, shard, deps);
}

function truthsOfProject(projectId: string, shard: number, deps: Deps) {
  return mapInOrder(deps.tasks.listShard(projectId, shard), AT_ONCE, async (task) => {
    const labels = await deps.labels.get(task.id, 'main');
    if (labels.revision === 0) return undefined;
    const asset = await deps.assets.find(task.assetId);
    if (asset?.status !== 'ready') return undefined;
    const { id: assetId, key, width, height } = asset;
    return { assetId, taskId: task.id, key, width, height, labels };
  });
}

async function* truthsOfSnapshot(
  snapshotId: string,
  split: string | undefined,
  shard: number,
  deps: Deps,
): AsyncGenerator<TruthImage | undefined> {
  const { manifestKey } = await deps.snapshots.get(snapshotId);
  if (manifestKey === undefined) throw new InvalidInput('The snapshot is not sealed yet.', { snapshotId });
  const root = SnapshotRoot.parse(await readJson(manifestKey, deps));
  for (let index = shard; index < root.leaves.length; index += SHARD_COUNT) {
    const sha256 = root.leaves[index];
    if (sha256 === null) continue;
    const leaf = SnapshotLeaf.parse(await readJson(blobKeys.snapshotLeaf(sha256), deps));
    yield* mapInOrder(leaf.items, AT_ONCE, async (item) => {
      if (split !== undefined && item.split !== split) return undefined;
      const labels = decodeLabelContent(await deps.blobs.get(blobKeys.labels(item.labelsSha256)));
      const { assetId, taskId, key, width, height } = item;
      return { assetId, taskId, key, width, height, split: item.split, labels };
    });
  }
}

async function readJson(key: string, deps: Deps): Promise<unknown> {
  return JSON.parse(Buffer.from(await deps.blobs.get(key)).toString());
}
