import * as z from 'zod';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded, StaleRevision } from '../../shared/errors.ts';
import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { FormatName } from '../../shared/formats/format.ts';
import { FORMATS } from '../../shared/formats/formats.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';
import type { Problem } from '../../shared/formats/problem-log.ts';
import { deriveId } from '../../shared/ids.ts';
import { ImportLabelsInput, ShardStep } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import { addClasses } from '../../shared/labels/add-classes.ts';
import type { Attribute, OntologyContent } from '../../shared/labels/ontology.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import { projectImages } from '../split-predictions/project-images.ts';
import { imageSource } from './image-source.ts';
import { importSource } from './import-source.ts';
import { shardWriter } from './shard-writer.ts';

export const SplitImport = z.object({ jobId: z.string(), shards: z.array(ShardStep) });
export type SplitImport = z.infer<typeof SplitImport>;

export interface SplitImportDeps {
  jobs: Pick<JobStore, 'get' | 'progress' | 'listParts' | 'putPart'>;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get' | 'update'>;
  assets: Pick<AssetStore, 'find' | 'listShard'>;
  blobs: Blobs;
}

/** Where the reading leaves its own counts, beside the parts of the shards. */
const SPLIT_PART = 'split';
const MOST_PROBLEMS = 100;
const MOST_CLASSES = 200;
const CHECK_EVERY = 500;

/**
 * The first step of import-labels: reads the uploaded files, finds the image of every item, adds classes that the
 * ontology lacks when that was asked for, and leaves the items to the shards of tasks.
 *
 * @throws InvalidInput when the files are in no known format, or none of their images is in the project
 */
export async function splitImport({ jobId }: JobStep, deps: SplitImportDeps): Promise<SplitImport> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const parts = await deps.jobs.listParts(jobId);
  const input = ImportLabelsInput.parse(job.input);
  if (!parts.some(({ part }) => part === SPLIT_PART)) {
    await deps.jobs.putPart(jobId, SPLIT_PART, await split(jobId, job.createdBy, input, deps));
  }
  const done = new Set(parts.map(({ part }) => part));
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => ({ jobId, shard }));
  return { jobId, shards: shards.filter(({ shard }) => !done.has(String(shard).padStart(2, '0'))) };
}

async function split(jobId: string, by: string, input: ImportLabelsInput, deps: SplitImportDeps) {
  const { projectId } = input;
  const project = await deps.projects.get(projectId);
  const { source, refused, close } = await importSource(input, deps.blobs);
  try {
    const format =
      input.format === undefined ? (await detectFormat(source)).best : FORMATS[input.format as FormatName];
    if (!format) throw new InvalidInput('The files are in none of the known formats; name their format.');
    const dataset = parseDataset(format, source, {
      settings: input.settings,
      images: await imageSource(source, project.datasetIds, deps),
    });
    const images = projectImages(project.datasetIds, deps.assets);
    const writer = shardWriter(jobId, deps.blobs);
    const used = new Map<string, { name: string; shape: string; objects: number }>();
    const usedAttributes = new Map<string, Map<string, number>>();
    const strangers: string[] = [];
    const counts = { images: 0, objects: 0, unknownImages: 0 };
    for await (const { origin: _, ...item } of dataset.items) {
      if ((counts.images + counts.unknownImages) % CHECK_EVERY === 0) await requireRunning(jobId, deps);
      const assetId = await images.find(item.key);
      if (assetId === undefined) {
        counts.unknownImages++;
        if (strangers.length < MOST_PROBLEMS) strangers.push(item.key);
        continue;
      }
      counts.images++;
      counts.objects += item.objects.length;
      for (const { class: name, shape, attributes } of item.objects) {
        const key = `${shape.type}:${name}`;
        for (const attribute in attributes) {
          const values = usedAttributes.get(key) ?? new Map<string, number>();
          usedAttributes.set(key, values.set(attribute, (values.get(attribute) ?? 0) + 1));
        }
        const seen = used.get(key) ?? { name, shape: shape.type, objects: 0 };
        used.set(key, { ...seen, objects: seen.objects + 1 });
      }
      await writer.add({ taskId: `${projectId}.${deriveId(projectId, assetId)}`, item });
    }
    const read = dataset.problems.list;
    if (counts.images === 0) {
      throw new InvalidInput(
        counts.unknownImages > 0
          ? `None of the ${counts.unknownImages} images in the files is in this project: ${strangers.slice(0, 3).join(', ')} …`
          : `The files hold no labels. ${read[0]?.reason ?? ''}`.trim(),
      );
    }
    await writer.end();
    const { content, added } = input.addClasses
      ? await extendOntology(project.ontologyId, dataset.ontology(), by, input.dryRun, deps)
      : { ...(await deps.ontologies.get(project.ontologyId)), added: 0 };
    const known = new Set(content.classes.map(({ name, shape }) => `${shape}:${name}`));
    const lacking = [...used].filter(([key]) => !known.has(key)).map(([, one]) => one);
    const problems: Problem[] = [
      ...lacking.map(({ name, shape, objects }) => ({
        file: '',
        where: '',
        reason: `${objects} objects left out: the ontology has no class "${name}" with the shape ${shape}.`,
      })),
      ...lackingAttributes(usedAttributes, content),
      ...refused,
      ...read,
      ...strangers.map((key) => ({ file: key, where: '', reason: 'No image of the project has this name.' })),
    ];
    await deps.jobs.progress(jobId, { done: 0, total: counts.images });
    return {
      unknownImages: counts.unknownImages,
      unreadable: dataset.problems.total + refused.length,
      addedClasses: added,
      format: format.name,
      classes: [...used.values()].sort((a, b) => b.objects - a.objects).slice(0, MOST_CLASSES),
      problems: problems.slice(0, MOST_PROBLEMS),
    };
  } finally {
    close();
  }
}

/** Attributes that objects of known classes have and the ontology does not. */
function lackingAttributes(
  used: ReadonlyMap<string, ReadonlyMap<string, number>>,
  { classes }: OntologyContent,
): Problem[] {
  return classes.flatMap(({ name, shape, attributes }) => {
    const known = new Set(attributeNames(attributes));
    return [...(used.get(`${shape}:${name}`) ?? [])]
      .filter(([attribute]) => !known.has(attribute))
      .map(([attribute, count]) => ({
        file: '',
        where: '',
        reason: `${count} values left out: the class "${name}" has no attribute "${attribute}".`,
      }));
  });
}

function attributeNames(attributes: readonly Attribute[]): string[] {
  return attributes.flatMap((one) => [
    one.name,
    ...(one.type === 'radio' ? one.options.flatMap((option) => attributeNames(option.attributes)) : []),
  ]);
}

async function extendOntology(
  ontologyId: string,
  found: OntologyContent,
  by: string,
  dryRun: boolean,
  deps: SplitImportDeps,
): Promise<{ content: OntologyContent; added: number }> {
  for (;;) {
    const { content: current, revision } = await deps.ontologies.get(ontologyId);
    const content = addClasses(current, found);
    if (content === current) return { content, added: 0 };
    const added = content.classes.length - current.classes.length;
    if (dryRun) return { content, added };
    try {
      await deps.ontologies.update(ontologyId, revision, { content, by });
      return { content, added };
    } catch (error) {
      if (!(error instanceof StaleRevision)) throw error;
    }
  }
}

async function requireRunning(jobId: string, { jobs }: SplitImportDeps): Promise<void> {
  const { status } = await jobs.get(jobId);
  if (status !== 'queued' && status !== 'running') throw new JobEnded(jobId, status);
}
