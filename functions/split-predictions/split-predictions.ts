import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded } from '../../shared/errors.ts';
import { classNames } from '../../shared/formats/class-names.ts';
import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
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
import { cocoNames } from './coco-names.ts';
import { projectImages } from './project-images.ts';
import { uploadedFiles } from './uploaded-files.ts';

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
  const project = await deps.projects.get(projectId);
  const { content } = await deps.ontologies.get(project.ontologyId);
  const { source, companion } = await uploadedFiles(set, deps.blobs);
  const { best } = await detectFormat(source);
  if (!best) throw new InvalidInput('The files are in none of the known formats.');
  const names = cocoNames(companion, classNames(content));
  const images = projectImages(project.datasetIds, deps.assets);
  const { items, problems } = parseDataset(best, source);

  const shards = Array.from({ length: SHARD_COUNT }, (): PredictionLine[] => []);
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
    found++;
    const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
    const objects = item.objects.map((object) => ({ ...object, class: names.classOf(object.class) }));
    shards[shardOf(taskId)].push({ taskId, item: { ...item, key, objects, origin: undefined } });
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
    const bytes = Buffer.from(JSON.stringify({ lines } satisfies SplitPart));
    await deps.blobs.put(blobKeys.predictionPart(jobId, shard), bytes, { contentType: 'application/json' });
  }
  await deps.jobs.progress(jobId, { done: 0, total: found });
  await deps.jobs.putPart(jobId, SPLIT_PART, { items: 0, unknownImages: unknown, problems: problems.total });
}
