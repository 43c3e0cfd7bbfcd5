import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded } from '../../shared/errors.ts';
import { classNames } from '../../shared/formats/class-names.ts';
import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { ExchangeItem, ExchangeObject } from '../../shared/formats/exchange-item.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';
import { deriveId } from '../../shared/ids.ts';
import { ImportPredictionsInput, ShardStep } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT, shardOf } from '../../shared/store/keys.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import { imageSource } from '../split-import/image-source.ts';
import { cocoNames } from './coco-names.ts';
import { projectImages } from './project-images.ts';
import { uploadedFiles, type UploadedFiles } from './uploaded-files.ts';

export const SplitPredictions = z.object({ jobId: z.string(), shards: z.array(ShardStep) });
export type SplitPredictions = z.infer<typeof SplitPredictions>;

/** What one shard imports: the predictions of one task. */
export interface PredictionLine {
  taskId: string;
  item: ExchangeItem;
}

export interface SplitPart {
  lines: PredictionLine[];
}

export interface SplitPredictionsDeps {
  jobs: Pick<JobStore, 'get' | 'progress' | 'listParts' | 'putPart'>;
  predictionSets: Pick<PredictionSetStore, 'get'>;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  assets: Pick<AssetStore, 'find' | 'listShard'>;
  blobs: Blobs;
}

/** Where the reading leaves its own counts, beside the parts of the shards. */
export const SPLIT_PART = 'split';

/**
 * The first step of import-predictions: reads the uploaded files in whatever format they are, finds the image of every
 * item, and leaves one part for each shard of tasks.
 *
 * @throws InvalidInput when the files are in no known format, or none of their images is in the project
 */
export async function splitPredictions(
  { jobId }: JobStep,
  deps: SplitPredictionsDeps,
): Promise<SplitPredictions> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const parts = await deps.jobs.listParts(jobId);
  if (!parts.some(({ part }) => part === SPLIT_PART)) await split(jobId, job.input, deps);
  const done = new Set(parts.map(({ part }) => part));
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => ({ jobId, shard }));
  return { jobId, shards: shards.filter(({ shard }) => !done.has(String(shard).padStart(2, '0'))) };
}

async function split(jobId: string, input: Record<string, unknown>, deps: SplitPredictionsDeps) {
  const { projectId, predictionSetId } = ImportPredictionsInput.parse(input);
  const set = await deps.predictionSets.get(predictionSetId);
  const files = await uploadedFiles(set, deps.blobs);
  try {
    await splitFiles(jobId, projectId, files, deps);
  } finally {
    files.close?.();
  }
}

async function splitFiles(
  jobId: string,
  projectId: string,
  { source, companion }: UploadedFiles,
  deps: SplitPredictionsDeps,
) {
  const project = await deps.projects.get(projectId);
  const { content } = await deps.ontologies.get(project.ontologyId);
  const { best } = await detectFormat(source);
  if (!best) throw new InvalidInput('The files are in none of the known formats.');
  const names = cocoNames(companion, classNames(content));
  const images = projectImages(project.datasetIds, deps.assets);
  const { items, problems } = parseDataset(best, source, {
    settings: { predictions: 'only' },
    images: whenAsked(() => imageSource(source, project.datasetIds, deps)),
  });

  const shards = Array.from({ length: SHARD_COUNT }, () => new Map<string, PredictionLine>());
  let found = 0;
  let unknown = 0;
  const examples: string[] = [];
  for await (const item of items) {
    const key = names.imageOf(item.key);
    const assetId = await images.find(key);
    if (assetId === undefined) {
      unknown++;
      if (examples.length < 3) examples.push(key);
      continue;
    }
    const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
    const objects = item.objects.map((object) =>
      withScore({ ...object, class: names.classOf(object.class) }),
    );
    const shard = shards[shardOf(taskId)];
    const before = shard.get(taskId);
    // An image may be named more than once: by its own name, and where a folder of labels expects it.
    if (before) before.item.objects.push(...objects);
    else {
      found++;
      shard.set(taskId, { taskId, item: { ...item, key, objects, origin: undefined } });
    }
  }
  if (found === 0) {
    const [first] = problems.list;
    throw new InvalidInput(
      unknown > 0
        ? `None of the ${unknown} images in the files is in this project: ${examples.join(', ')}. Results that name images by number need the COCO file that numbers them beside them.`
        : `The files hold no predictions. ${first?.reason ?? ''}`.trim(),
    );
  }
  for (const [shard, lines] of shards.entries()) {
    const bytes = Buffer.from(JSON.stringify({ lines: [...lines.values()] } satisfies SplitPart));
    await deps.blobs.put(blobKeys.predictionPart(jobId, shard), bytes, { contentType: 'application/json' });
  }
  await deps.jobs.progress(jobId, { done: 0, total: found });
  await deps.jobs.putPart(jobId, SPLIT_PART, { items: 0, unknownImages: unknown, problems: problems.total });
}

/** Formats that have no place for a score carry it as an attribute. */
function withScore(object: ExchangeObject): ExchangeObject {
  if (object.confidence !== undefined) return object;
  const given = object.attributes?.['score'] ?? object.attributes?.['confidence'];
  const score = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  return typeof score === 'number' && score >= 0 && score <= 1 ? { ...object, confidence: score } : object;
}

/** Most formats say how large an image is; the images of the project are listed only for those that do not. */
function whenAsked(open: () => Promise<FileSource>): FileSource {
  let source: Promise<FileSource> | undefined;
  const asked = () => (source ??= open());
  return {
    list: async () => (await asked()).list(),
    async *open(path, range) {
      yield* (await asked()).open(path, range);
    },
  };
}
