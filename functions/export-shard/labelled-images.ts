import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { LabelledImage } from '../../shared/formats/to-exchange-item.ts';
import { isSelected } from '../../shared/jobs/is-selected.ts';
import type { ExportLabelsInput } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { decodeLabelContent } from '../../shared/labels/codec/decode-label-content.ts';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import { SnapshotLeaf, SnapshotRoot } from '../../shared/snapshots/manifest.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { ExportShardDeps } from './export-shard-deps.ts';

export interface FoundImage {
  image?: LabelledImage;
  labels?: LabelContent;
  datasetId: string;
  /** Tasks or snapshot items looked at for this one. */
  scanned: number;
}

/** Images whose labels are fetched at the same time. */
const AT_ONCE = 8;

type Deps = Pick<ExportShardDeps, 'tasks' | 'assets' | 'labels' | 'snapshots' | 'blobs'>;

/** The images of one shard: of the project as it is now, or of a snapshot as it was frozen. */
export function labelledImages(
  input: ExportLabelsInput,
  shard: number,
  deps: Deps,
): AsyncGenerator<FoundImage> {
  return input.snapshotId === undefined
    ? imagesOfProject(input, shard, deps)
    : imagesOfSnapshot(input.snapshotId, shard, deps);
}

function imagesOfProject(input: ExportLabelsInput, shard: number, deps: Deps): AsyncGenerator<FoundImage> {
  return mapInOrder(deps.tasks.listShard(input.projectId, shard), AT_ONCE, async (task) => {
    const { datasetId } = task;
    const labels = await deps.labels.get(task.id, 'main');
    const asset = isSelected(task, labels.revision, input.include)
      ? await deps.assets.find(task.assetId)
      : undefined;
    if (asset?.status !== 'ready') return { datasetId, scanned: 1 };
    const { key, width, height, sha256 } = asset;
    return { image: { key, width, height, sha256 }, labels, datasetId, scanned: 1 };
  });
}

async function* imagesOfSnapshot(snapshotId: string, shard: number, deps: Deps): AsyncGenerator<FoundImage> {
  const { manifestKey } = await deps.snapshots.get(snapshotId);
  if (manifestKey === undefined) throw new InvalidInput('The snapshot is not sealed yet.', { snapshotId });
  const root = SnapshotRoot.parse(await readJson(manifestKey, deps));
  for (let index = shard; index < root.leaves.length; index += SHARD_COUNT) {
    const sha256 = root.leaves[index];
    if (sha256 === null) continue;
    const leaf = SnapshotLeaf.parse(await readJson(blobKeys.snapshotLeaf(sha256), deps));
    yield* mapInOrder(leaf.items, AT_ONCE, async (item) => {
      const { key, width, height, imageSha256, labelsSha256, split, datasetId } = item;
      const labels = decodeLabelContent(await deps.blobs.get(blobKeys.labels(labelsSha256)));
      return { image: { key, width, height, sha256: imageSha256, split }, labels, datasetId, scanned: 1 };
    });
  }
}

async function readJson(key: string, deps: Deps): Promise<unknown> {
  return JSON.parse(Buffer.from(await deps.blobs.get(key)).toString());
}
