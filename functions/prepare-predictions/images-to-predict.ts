import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { EvaluateInput } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import type { ImageToPredict } from '../../shared/models/image-to-predict.ts';
import type { ImageSource } from '../../shared/models/processing-keys.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import { truthsOfShard } from '../match-shard/truths-of-shard.ts';
import { predictionsOfShard } from '../predict-shard/predictions-of-shard.ts';

export interface ImagesToPredictDeps {
  tasks: Pick<TaskStore, 'listShard'>;
  assets: Pick<AssetStore, 'find'>;
  labels: Pick<LabelStore, 'get' | 'head'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  predictionSets: Pick<PredictionSetStore, 'get'>;
  blobs: Blobs;
}

export interface ImagesToPredict {
  images: number;
  bytes: number;
  /** `images.jsonl` */
  listing: string;
  /** SageMaker's manifests: which images to fetch, one per bucket. */
  manifests: string[];
}

const AT_ONCE = 8;
/** A job takes ten inputs, and three are the script, the model and the list. */
const MOST_MANIFESTS = 7;

/** The labelled images of an evaluation that nothing was predicted for yet; those whose file is gone are left out. */
export async function imagesToPredict(
  jobId: string,
  input: EvaluateInput,
  sources: ImageSource[],
  deps: ImagesToPredictDeps,
): Promise<ImagesToPredict> {
  const { branch } = await deps.predictionSets.get(input.predictionSetId);
  const names = new Map<ImageSource, string[]>();
  const lines: ImageToPredict[] = [];
  let bytes = 0;
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const done = await predictionsOfShard(jobId, shard, deps.blobs);
    const found = mapInOrder(truthsOfShard(input, shard, deps), AT_ONCE, async (truth) => {
      if (!truth || done.has(truth.taskId) || (await deps.labels.head(truth.taskId, branch)))
        return undefined;
      const asset = await deps.assets.find(truth.assetId);
      const key = asset && blobKeys.image(asset.datasetId, asset.key);
      const file = key === undefined ? undefined : await deps.blobs.head(key);
      return key === undefined || !file ? undefined : { taskId: truth.taskId, key, size: file.size };
    });
    for await (const image of found) {
      if (!image) continue;
      const source = sources.find(({ blobPrefix }) => image.key.startsWith(blobPrefix))!;
      const name = image.key.slice(source.blobPrefix.length);
      const own = names.get(source) ?? [];
      names.set(source, own);
      own.push(name);
      const index = [...names.keys()].indexOf(source);
      lines.push({ taskId: image.taskId, shard, file: `images/${index}/${name}` });
      bytes += image.size;
    }
  }
  if (names.size > MOST_MANIFESTS)
    throw new InvalidInput(
      `The images lie in ${names.size} buckets; one processing job reads ${MOST_MANIFESTS}.`,
    );
  const manifests = [...names].map(([{ bucket, prefix }, own]) =>
    JSON.stringify([{ prefix: `s3://${bucket}/${prefix}` }, ...own]),
  );
  const listing = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return { images: lines.length, bytes, listing, manifests };
}
