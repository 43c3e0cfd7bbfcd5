import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { renderScene } from '../../shared/demo/render-scene.ts';
import { InvalidInput, JobEnded, ModelUnusable, NotFound } from '../../shared/errors.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { FineTuneInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import { snapshotReader } from '../../shared/jobs/read-snapshot.ts';
import type { ModelLibrary } from '../../shared/models/model-library.ts';
import { trainingKeys } from '../../shared/models/training-keys.ts';
import { writeScenes } from '../../shared/models/write-scenes.ts';
import { writeTrainingSet } from '../../shared/models/write-training-set.ts';
import type { TrainingExample } from '../../shared/models/write-training-set.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

export const PreparedTraining = z.object({ jobId: z.string() });
export type PreparedTraining = z.infer<typeof PreparedTraining>;

export interface PrepareTrainingDeps {
  jobs: Pick<JobStore, 'get'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  library: Pick<ModelLibrary, 'get'>;
  blobs: Blobs;
}

const LEAST_IMAGES = 5;
/** 256 KB each, held on a disk of half a gigabyte; more teach a decoder of this size nothing. */
const MOST_IMAGES = 1500;
/** Scenes of the demo's kind that `nano` learned from: the first four fifths are mixed in, the rest measures what is forgotten. */
const REPLAYED = { scenes: 50, seed: 903_000_000 };
const FILES = ['images.u8', 'instances.u8', 'scenes.json'];

/**
 * Lays out what the trainer reads: images and outlines of the sealed snapshot, scenes to mix in, the weights of the
 * base. Done again it finds them there.
 *
 * @throws InvalidInput when too few images have outlines @throws ModelUnusable when the base cannot be tuned
 */
export async function prepareTraining(
  { jobId }: JobStep,
  deps: PrepareTrainingDeps,
): Promise<PreparedTraining> {
  const { blobs } = deps;
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const input = FineTuneInput.parse(job.input);
  const base = await deps.library.get(input.baseModelId);
  if (!('encoderFile' in base) || base.weightsFile === undefined) {
    throw new ModelUnusable(
      `"${input.baseModelId}" came without weights to go on from: it cannot be tuned here.`,
    );
  }
  const weights = `${trainingKeys.base(jobId)}weights.pt`;
  if (await blobs.head(weights)) return { jobId };

  const folder = await mkdtemp(join(tmpdir(), 'lapidary-training-'));
  try {
    const set = join(folder, 'set');
    const { images, val } = await writeTrainingSet(set, examples(input.snapshotId, deps));
    if (images < LEAST_IMAGES || val === 0 || val === images) {
      throw new InvalidInput(
        `${images} finished images have outlines, ${val} of them to check by: at least ${LEAST_IMAGES} are needed, with some of both kinds.`,
        { images, val },
      );
    }
    await putAll(set, trainingKeys.set(jobId));
    const replay = join(folder, 'replay');
    await writeScenes(replay, replayed());
    await putAll(replay, trainingKeys.replay(jobId));
    await blobs.put(weights, createReadStream(base.weightsFile));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { jobId };

  async function putAll(from: string, prefix: string): Promise<void> {
    for (const name of FILES) await blobs.put(`${prefix}${name}`, createReadStream(join(from, name)));
  }
}

function* replayed() {
  for (let index = 0; index < REPLAYED.scenes; index++) {
    yield { kind: 'tray', scene: renderScene({ seed: REPLAYED.seed + index, width: 256, height: 256 }) };
  }
}

/** Images of the snapshot's train and val splits with their labels; unreadable ones are left out. */
async function* examples(snapshotId: string, deps: PrepareTrainingDeps): AsyncGenerator<TrainingExample> {
  const { manifestKey } = await deps.snapshots.get(snapshotId);
  if (manifestKey === undefined) throw new NotFound('sealed snapshot', snapshotId);
  const read = snapshotReader(deps.blobs);
  let count = 0;
  for (const leaf of (await read.root(manifestKey)).leaves) {
    if (leaf === null) continue;
    for (const item of await read.leaf(leaf)) {
      if ((item.split !== 'train' && item.split !== 'val') || item.objectCount === 0) continue;
      if (++count > MOST_IMAGES) return;
      const { objects } = await read.labels(item.labelsSha256);
      try {
        const file = await deps.blobs.get(blobKeys.image(item.datasetId, item.key));
        const { image } = await decodeImage(file);
        yield { image, objects, split: item.split };
      } catch (error) {
        if (!(error instanceof ImageFault || error instanceof NotFound)) throw error;
      }
    }
  }
}
