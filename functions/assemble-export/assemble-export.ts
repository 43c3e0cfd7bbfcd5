import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Destinations } from '../../shared/destinations/destinations.ts';
import { InvalidInput, JobEnded } from '../../shared/errors.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { FormatName, Loss } from '../../shared/formats/format.ts';
import { FORMATS } from '../../shared/formats/formats.ts';
import { planLosses } from '../../shared/formats/plan-losses.ts';
import { emptySurvey, surveyItem } from '../../shared/formats/survey-dataset.ts';
import { ExportLabelsInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import type { ExportLine } from '../export-shard/export-shard.ts';
import { deliverFiles } from './deliver-files.ts';
import { readLines } from './read-lines.ts';
import { writeFiles } from './write-files.ts';
import { writeFolder } from './write-folder.ts';

/** A dry run makes no file. */
export const AssembledExport = z.object({
  jobId: z.string(),
  file: z.string().optional(),
  size: z.int().optional(),
});
export type AssembledExport = z.infer<typeof AssembledExport>;

export interface AssembleExportDeps {
  jobs: Pick<JobStore, 'get' | 'succeed' | 'listParts'>;
  ontologies: Pick<OntologyStore, 'get'>;
  blobs: Blobs;
  destinations: Pick<Destinations, 'open'>;
}

const CHECK_EVERY = 2_000;
const SPLITS = ['train', 'val', 'test'] as const;

/**
 * The last step of export-labels: reads the parts as one stream and writes the files of the format: one file as it is,
 * several as a ZIP or as a folder, in our own bucket or at a destination. Memory stays the same however many images there are.
 */
export async function assembleExport({ jobId }: JobStep, deps: AssembleExportDeps): Promise<AssembledExport> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'running' && job.status !== 'queued') throw new JobEnded(jobId, job.status);
  const input = ExportLabelsInput.parse(job.input);
  const format = FORMATS[input.format as FormatName];
  if (!format?.serialize) throw new InvalidInput(`Labels cannot be written as "${input.format}".`);
  const ontology = await deps.ontologies.get(input.ontologyId, input.ontologyRevision);

  const sums: Record<string, number> = {};
  for (const { record } of await deps.jobs.listParts(jobId)) {
    for (const [name, value] of Object.entries(record)) sums[name] = (sums[name] ?? 0) + Number(value);
  }
  const imageBlobs = new Map<string, string>();
  const survey = emptySurvey();
  async function* items(): AsyncGenerator<ExchangeItem> {
    let read = 0;
    // A format may read the items more than once; they are counted once.
    const isFirst = survey.assets === 0;
    for (let shard = 0; shard < SHARD_COUNT; shard++) {
      for await (const line of readLines(await deps.blobs.stream(blobKeys.exportPart(jobId, shard)))) {
        const { item, blobKey } = JSON.parse(line) as ExportLine;
        if (input.images !== 'none') imageBlobs.set(item.key, blobKey);
        if (isFirst) surveyItem(survey, item);
        yield item;
        if (++read % CHECK_EVERY !== 0) continue;
        const { status } = await deps.jobs.get(jobId);
        if (status === 'cancelled') throw new JobEnded(jobId, status);
      }
    }
  }
  const dropped = new Map<string, Loss>();
  const files = format.serialize(
    { ontology: ontology.content, splits: SPLITS.filter((split) => sums[split] > 0), items },
    {
      settings: input.settings,
      withImages: input.images !== 'none',
      drop: (what, reason, count = 1) => {
        const known = dropped.get(`${what}\n${reason}`) ?? { what, reason, count: 0 };
        dropped.set(`${what}\n${reason}`, { ...known, count: known.count + count });
      },
    },
  );
  const content = {
    blobs: deps.blobs,
    images: input.images,
    imageKeyOf: (key: string) => imageBlobs.get(key),
  };
  const write = (): Promise<Written> => {
    if (input.dryRun) return readOnly(files);
    if (input.destination !== undefined) {
      const folder = deps.destinations.open(input.destination, jobId);
      return deliverFiles(files, { ...content, destination: input.destination, folder, jobId });
    }
    if (input.packing === 'folder')
      return writeFolder(files, { ...content, keyOf: (path) => blobKeys.exportFile(jobId, `files/${path}`) });
    return writeFiles(files, {
      ...content,
      keyOf: (path) => blobKeys.exportFile(jobId, path),
      zipName: `${input.format}.zip`,
      time: new Date(job.createdAt),
    });
  };
  const written = await write();
  for (const loss of planLosses(survey, format, {
    settings: input.settings,
    ontology: ontology.content,
  })) {
    const key = `${loss.what}\n${loss.reason}`;
    if (!dropped.has(key)) dropped.set(key, loss);
  }
  await deps.jobs.succeed(jobId, {
    ...written,
    format: input.format,
    images: sums.images ?? 0,
    objects: sums.objects ?? 0,
    dropped: [...dropped.values()],
  });
  for (let shard = 0; shard < SHARD_COUNT; shard++)
    await deps.blobs.delete(blobKeys.exportPart(jobId, shard));
  if (input.destination !== undefined) await deps.blobs.delete(blobKeys.exportDelivery(jobId));
  return { jobId, ...(written.file === undefined ? {} : { file: written.file, size: written.size }) };
}

/** One file or ZIP, or a folder here or elsewhere, or nothing in a dry run. */
interface Written {
  file?: string;
  folder?: string;
  destination?: string;
  location?: string;
  size: number;
  files: number;
}

/** Everything is serialized, so that every loss is told, and nothing is kept. */
async function readOnly(files: AsyncIterable<OutputFile>): Promise<Written> {
  const sum = { size: 0, files: 0 };
  for await (const one of files) {
    if ('imageOf' in one) continue;
    sum.files++;
    if (one.content instanceof Uint8Array) sum.size += one.content.length;
    else for await (const chunk of one.content) sum.size += chunk.length;
  }
  return sum;
}
