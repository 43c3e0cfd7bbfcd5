import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { toLabelContent } from '../../shared/formats/to-label-content.ts';
import { deriveId } from '../../shared/ids.ts';
import { ImportPredictionsInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';
import { ShapeType } from '../../shared/labels/shape.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { SplitPart } from '../split-predictions/split-predictions.ts';

export interface ImportPredictionShardDeps {
  jobs: JobStore;
  predictionSets: Pick<PredictionSetStore, 'get'>;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  labels: Pick<LabelStore, 'head' | 'save'>;
  blobs: Blobs;
  now: () => Date;
}

const AT_ONCE = 8;
const CHECK_EVERY = 100;

/**
 * Saves the predictions of one shard's tasks on the branch of their set. Labels of people are not touched. A task that
 * has them already (the shard was cut off) is left as it is.
 */
export function importPredictionShard(
  step: ShardStep,
  deps: ImportPredictionShardDeps,
): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { projectId, predictionSetId } = ImportPredictionsInput.parse(job.input);
    const { branch } = await deps.predictionSets.get(predictionSetId);
    const project = await deps.projects.get(projectId);
    const { content } = await deps.ontologies.get(project.ontologyId);
    const ontology = withEveryShape(content);
    const bytes = await deps.blobs.get(blobKeys.predictionPart(step.jobId, step.shard));
    const { lines } = JSON.parse(Buffer.from(bytes).toString()) as SplitPart;

    let items = 0;
    let predictions = 0;
    let unknown = 0;
    const saved = mapInOrder(lines, AT_ONCE, async ({ taskId, item }) => {
      let next = 0;
      const stamp = {
        by: job.createdBy,
        at: deps.now().toISOString(),
        newId: () => deriveId(predictionSetId, taskId, String(next++)),
      };
      const objects = item.objects.map((object) => ({ ...object, source: 'model' as const }));
      const { content } = toLabelContent({ ...item, objects }, ontology, stamp);
      if (!(await deps.labels.head(taskId, branch)))
        await deps.labels.save({ taskId, branch, baseRevision: 0, content, by: job.createdBy });
      return { kept: content.objects.length, unknown: objects.length - content.objects.length };
    });
    for await (const one of saved) {
      if (++items % CHECK_EVERY === 0) await check();
      predictions += one.kept;
      unknown += one.unknown;
    }
    return { items, predictions, unknown };
  });
}

/** A model may predict boxes of a class that people draw as polygons: every class takes every shape here. */
function withEveryShape(ontology: OntologyContent): OntologyContent {
  const classes = ontology.classes.flatMap((one) => {
    const taken = new Set(ontology.classes.filter(({ name }) => name === one.name).map(({ shape }) => shape));
    const others = ShapeType.options.filter((shape) => !taken.has(shape));
    return [one, ...others.map((shape) => ({ ...one, shape }))];
  });
  return { ...ontology, classes };
}
