import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded, NotFound } from '../../shared/errors.ts';
import { summarizePromptedMasks } from '../../shared/evaluation/prompted-masks.ts';
import { encodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { rleBox } from '../../shared/geometry/rle-operations.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { FineTuneInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import { snapshotReader } from '../../shared/jobs/read-snapshot.ts';
import { labelledMask } from '../../shared/models/labelled-mask.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import { objectToFind, scoreSegmenter } from '../../shared/models/score-segmenter.ts';
import type { FoundObject } from '../../shared/models/score-segmenter.ts';
import type { SegmenterDescription } from '../../shared/models/segmenter-description.ts';
import { trainingKeys } from '../../shared/models/training-keys.ts';
import type { TrainingSample, TrainingSamples } from '../../shared/models/training-sample.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { SnapshotItem } from '../../shared/snapshots/manifest.ts';

export const ScoredModel = z.object({ jobId: z.string() });
export type ScoredModel = z.infer<typeof ScoredModel>;

export interface ScoreModelDeps {
  jobs: Pick<JobStore, 'get' | 'putPart'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  access: Pick<ModelAccess, 'models' | 'modelsOf' | 'library'>;
  blobs: Blobs;
}

const MOST_IMAGES = 200;
const MOST_SAMPLES = 12;

/**
 * The base and the tuned model on the same held-out images of the snapshot, each object from its box and from a click.
 * What both make of some of them is kept, so that people can look.
 */
export async function scoreModel({ jobId }: JobStep, deps: ScoreModelDeps): Promise<ScoredModel> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const input = FineTuneInput.parse(job.input);
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-candidate-'));
  try {
    const candidate = deps.access.modelsOf(await candidateLibrary(jobId, input, folder, deps));
    const before: FoundObject[] = [];
    const after: FoundObject[] = [];
    const samples: TrainingSample[] = [];
    for (const item of await heldOut(input.snapshotId, deps)) {
      const { objects } = await snapshotReader(deps.blobs).labels(item.labelsSha256);
      const wanted = objects.flatMap((object) => {
        const truth = labelledMask(object, item.height, item.width);
        return (truth && objectToFind(truth, item.height, item.width)) ?? [];
      });
      if (wanted.length === 0) continue;
      const read = () => deps.blobs.get(blobKeys.image(item.datasetId, item.key));
      const image = { sha256: item.imageSha256, read };
      try {
        const old = await scoreSegmenter(deps.access.models, input.baseModelId, image, wanted);
        const tuned = await scoreSegmenter(candidate, input.modelId, image, wanted);
        before.push(...old);
        after.push(...tuned);
        // One object of each image, another one of every next image.
        const at = samples.length % wanted.length;
        samples.push(sampleOf(item, wanted[at].truth, old[at], tuned[at]));
      } catch (error) {
        if (!(error instanceof ImageFault || error instanceof NotFound)) throw error;
      }
    }
    if (before.length === 0)
      throw new InvalidInput(
        'None of the held-out images has an outline that is large enough to compare by.',
      );
    const kept: TrainingSamples = { items: samples.slice(0, MOST_SAMPLES) };
    await deps.blobs.put(trainingKeys.samples(jobId), Buffer.from(JSON.stringify(kept)), {
      contentType: 'application/json',
    });
    const scores = { before: summarizePromptedMasks(before), after: summarizePromptedMasks(after) };
    await deps.jobs.putPart(jobId, 'scores', { ...scores, objects: before.length });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { jobId };
}

function sampleOf(
  { assetId, taskId, width, height }: SnapshotItem,
  truth: Uint32Array,
  before: FoundObject,
  after: FoundObject,
): TrainingSample {
  return {
    assetId,
    taskId,
    width,
    height,
    box: rleBox(truth, height),
    truth: encodeRleCounts(truth),
    before: { mask: before.mask, iou: before.boxIou },
    after: { mask: after.mask, iou: after.boxIou },
  };
}

/** Val items in a fixed order; the leaves deal images by a hash, so the first ones are as good as any. */
async function heldOut(snapshotId: string, deps: ScoreModelDeps): Promise<SnapshotItem[]> {
  const { manifestKey } = await deps.snapshots.get(snapshotId);
  if (manifestKey === undefined) throw new NotFound('sealed snapshot', snapshotId);
  const read = snapshotReader(deps.blobs);
  const items: SnapshotItem[] = [];
  for (const leaf of (await read.root(manifestKey)).leaves) {
    if (leaf !== null) items.push(...(await read.leaf(leaf)).filter(({ split }) => split === 'val'));
    if (items.length >= MOST_IMAGES) break;
  }
  return items.slice(0, MOST_IMAGES);
}

/** The tuned pair as a library of its own: it is not registered yet, and may never be. */
async function candidateLibrary(jobId: string, input: FineTuneInput, folder: string, deps: ScoreModelDeps) {
  const { description } = await deps.access.library.get(input.baseModelId);
  for (const name of ['encoder.onnx', 'decoder.onnx']) {
    await writeFile(join(folder, name), await deps.blobs.get(`${trainingKeys.out(jobId)}${name}`));
  }
  const model = {
    description: { ...(description as SegmenterDescription), id: input.modelId },
    encoderFile: join(folder, 'encoder.onnx'),
    decoderFile: join(folder, 'decoder.onnx'),
  };
  return { get: async () => model, list: async () => [model] };
}
