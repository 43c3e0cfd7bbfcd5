import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { ImageMetrics } from '../../shared/curation/image-metrics.ts';
import { encodeVectorPack } from '../../shared/curation/vectors/vector-pack.ts';
import { CurateInput } from '../../shared/jobs/job-input.ts';
import type { ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { runShardInPasses } from '../../shared/jobs/run-shard-in-passes.ts';
import type { ShardPass } from '../../shared/jobs/run-shard-in-passes.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { taskIdOf } from '../../shared/store/keys.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Asset } from '../../shared/store/records/asset.ts';
import { labelFacts, labelLimits } from './label-facts.ts';
import type { LabelFacts } from './label-facts.ts';
import { readPack } from './packed-image.ts';
import type { ImagePack, PackedImage } from './packed-image.ts';
import { predictionDoubt } from './prediction-doubt.ts';
import { unfinishedPack } from './unfinished-pack.ts';
import { vectorSource } from './vector-source.ts';

export interface DescribeShardDeps {
  jobs: JobStore;
  assets: Pick<AssetStore, 'listShard'>;
  projects: Pick<ProjectStore, 'get'>;
  predictionSets: Pick<PredictionSetStore, 'list'>;
  labels: Pick<LabelStore, 'head' | 'get'>;
  blobs: Blobs;
  /** Missing where none can be run. */
  models?: ModelAccess;
  now: () => Date;
}

interface Described {
  image: PackedImage;
  vector: Float32Array;
  isNew: boolean;
}

/** A pass takes so long. The function may run half as long again: for reading and writing its packs, and a slow model. */
const SECONDS = 600;
const AT_ONCE = 4;
const CHECK_EVERY = 20;

/**
 * Brings one shard's pack of images and vectors up to date: images that the pack of the run before holds unchanged are
 * taken over, others are described, what is gone is left out. A large shard takes several passes.
 */
export function describeShard({ jobId, shard }: ShardStep, deps: DescribeShardDeps): Promise<ShardPass> {
  return runShardInPasses({ jobId, shard }, deps.jobs, async (job, check) => {
    const began = deps.now().getTime();
    const { projectId, selection, embedding, thresholds } = CurateInput.parse(job.input);
    const limits = CurationThresholds.parse(thresholds);
    const { datasetIds } = await deps.projects.get(projectId);
    const before = await readPack(projectId, embedding, shard, deps.blobs);
    const unfinished = unfinishedPack({ jobId, projectId, embedding, shard }, deps.blobs);
    const sofar = await unfinished.read();
    const { isFixed, vectorOf } = await vectorSource(embedding, projectId, deps);
    const known = new Map(before.rows.map((row, at) => [row.assetId, at]));
    const asksModel = selection?.mixture.some(({ strategy }) => strategy === 'uncertain') ?? false;
    const set = asksModel ? await newestPredictions(projectId, deps) : undefined;

    async function describe(asset: Asset): Promise<Described | 'left out' | 'unreadable'> {
      const metrics = ImageMetrics.safeParse(asset.metrics);
      if (asset.status !== 'ready') return 'left out';
      if (!metrics.success || asset.phash === undefined || asset.dhash === undefined) return 'unreadable';
      const at = known.get(asset.id);
      const isSame = at !== undefined && before.rows[at].sha256 === asset.sha256;
      const last = isSame
        ? before.data.subarray(at * before.dimensions, (at + 1) * before.dimensions)
        : undefined;
      const vector = last && isFixed ? last : await vectorOf(asset);
      if (!vector) return 'unreadable';
      const isKnown = last !== undefined && isEqual(last, vector);
      const { id: assetId, key, sha256, phash, dhash } = asset;
      const image: PackedImage = { assetId, key, sha256, phash, dhash, metrics: metrics.data };
      const labels = await labelsOf(asset, isSame ? before.rows[at].labels : undefined);
      if (labels) image.labels = labels;
      if (set) {
        const row = isSame ? before.rows[at] : undefined;
        image.doubtFrom = set.id;
        image.doubt = row?.doubtFrom === set.id ? row.doubt : await doubtOf(assetId, set.branch);
      }
      return { image, vector, isNew: !isKnown };
    }

    /** Labels that nobody has saved since are not read again. */
    async function labelsOf(
      { id, width, height }: Asset,
      known?: LabelFacts,
    ): Promise<LabelFacts | undefined> {
      const taskId = taskIdOf(projectId, id);
      const head = await deps.labels.head(taskId, 'main');
      if (!head || width === undefined || height === undefined) return undefined;
      if (known?.revision === head.revision && known.limits === labelLimits(limits)) return known;
      return labelFacts(await deps.labels.get(taskId, 'main'), { width, height }, limits);
    }

    async function doubtOf(assetId: string, branch: string): Promise<number | undefined> {
      const taskId = taskIdOf(projectId, assetId);
      if (!(await deps.labels.head(taskId, branch))) return undefined;
      return predictionDoubt((await deps.labels.get(taskId, branch)).objects);
    }

    const kept: Described[] = sofar ? unpacked(sofar.pack) : [];
    const counts = sofar?.counts ?? { items: 0, described: 0, unreadable: 0 };
    const places = { ...sofar?.places };
    for (const datasetId of datasetIds) {
      const assets = deps.assets.listShard(datasetId, shard, places[datasetId]);
      const described = mapInOrder(
        assets,
        AT_ONCE,
        async (asset) => [asset.id, await describe(asset)] as const,
      );
      for await (const [assetId, outcome] of described) {
        places[datasetId] = assetId;
        if (outcome === 'left out') continue;
        if (++counts.items % CHECK_EVERY === 0) await check();
        if (outcome === 'unreadable') counts.unreadable++;
        else {
          kept.push(outcome);
          if (outcome.isNew) counts.described++;
        }
        if (deps.now().getTime() - began < SECONDS * 1000) continue;
        await unfinished.write({ places, counts }, packOf(kept));
        return { isDone: false, counts };
      }
    }
    await deps.blobs.put(blobKeys.vectorPack(projectId, embedding, shard), packOf(kept));
    if (sofar) await unfinished.remove();
    return { isDone: true, counts };
  });
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

function unpacked({ rows, data, dimensions }: ImagePack): Described[] {
  return rows.map((image, at) => {
    return { image, vector: data.subarray(at * dimensions, (at + 1) * dimensions), isNew: false };
  });
}

function packOf(kept: readonly Described[]): Uint8Array {
  const dimensions = kept[0]?.vector.length ?? 0;
  const data = new Float32Array(kept.length * dimensions);
  for (const [at, { vector }] of kept.entries()) data.set(vector, at * dimensions);
  return encodeVectorPack({ dimensions, rows: kept.map(({ image }) => image), data });
}

/** The newest set that has been imported, among the latest. */
async function newestPredictions(projectId: string, deps: DescribeShardDeps) {
  const { items } = await deps.predictionSets.list({ projectId, limit: 20 });
  return items.find(({ status }) => status === 'ready');
}
