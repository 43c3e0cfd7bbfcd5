import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotFound } from '../../shared/errors.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { bringLabels } from '../../shared/jobs/bring-labels.ts';
import type { BringLabelsDeps } from '../../shared/jobs/bring-labels.ts';
import { OutlineBoxesInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import { isDeepEqual } from '../../shared/labels/is-deep-equal.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { Models } from '../../shared/models/models.ts';
import { boxesToOutline } from '../../shared/models/boxes-to-outline.ts';
import { polygonOfMask } from '../../shared/models/polygon-of-mask.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { Task } from '../../shared/workflow/task.ts';

export interface OutlineShardDeps extends BringLabelsDeps {
  jobs: JobStore;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  tasks: Pick<TaskStore, 'find' | 'change' | 'listShard'>;
  assets: Pick<AssetStore, 'get'>;
  models: Pick<Models, 'encode' | 'decode'>;
  blobs: Pick<Blobs, 'get'>;
  now: () => Date;
}

/** An image takes a second: a cancelled job ends soon. */
const CHECK_EVERY = 5;

/**
 * Boxes of one shard's tasks become masks or polygons, as their class is drawn; each object keeps its id and its author,
 * and says that a model shaped it and how sure it was. Done again it finds no boxes left.
 *
 * @throws ModelUnusable
 */
export function outlineShard(step: ShardStep, deps: OutlineShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const input = OutlineBoxesInput.parse(job.input);
    const { ontologyId } = await deps.projects.get(input.projectId);
    const { content: ontology } = await deps.ontologies.get(ontologyId);
    const by = job.createdBy;
    const counts = { items: 0, outlined: 0, images: 0, empty: 0, unreadable: 0 };

    async function outlineTask(task: Task): Promise<void> {
      const { objects } = await deps.labels.get(task.id, 'main');
      const boxes = boxesToOutline(objects, ontology, input);
      if (boxes.length === 0) return;
      const asset = await deps.assets.get(task.assetId);
      const key = blobKeys.image(asset.datasetId, asset.key);
      const read = () => deps.blobs.get(key);
      const image = { sha256: asset.sha256, key, projectId: input.projectId, read };
      const embedding = await deps.models.encode(input.modelId, image, { priority: 'batch' });
      const prompts = boxes.map(({ prompt }) => ({ points: [], box: prompt }));
      const masks = await deps.models.decode(embedding, prompts, { priority: 'batch' });
      const at = deps.now().toISOString();
      const outlined = new Map<string, { was: LabelObject; becomes: LabelObject }>();
      boxes.forEach(({ object, to }, index) => {
        const { mask, score } = masks[index];
        const polygon = polygonOfMask(mask, input.polygonTolerance);
        if (!polygon) {
          counts.empty++;
          return;
        }
        const becomes: LabelObject = {
          ...object,
          classId: to.id,
          shape: to.shape === 'mask' ? { type: 'mask', ...mask } : polygon,
          // Another class has attributes of its own.
          attributes: to.id === object.classId ? object.attributes : {},
          source: 'model',
          confidence: Math.round(score * 1e4) / 1e4,
          updatedBy: by,
          updatedAt: at,
        };
        outlined.set(object.id, { was: object, becomes });
      });
      if (outlined.size === 0) return;
      await bringLabels(
        {
          taskId: task.id,
          // Somebody may have saved meanwhile: a box that is no longer what the model saw stays.
          next: (current) => ({
            objects: current.objects.map((object) => {
              const one = outlined.get(object.id);
              return one && isDeepEqual(one.was, object) ? one.becomes : object;
            }),
            classifications: current.classifications,
          }),
          by,
          action: 'task.boxesOutlined',
          details: { modelId: input.modelId, objects: outlined.size },
        },
        deps,
      );
      counts.outlined += outlined.size;
      counts.images++;
    }

    for await (const task of deps.tasks.listShard(input.projectId, step.shard)) {
      await outlineTask(task).catch((error: unknown) => {
        if (!(error instanceof ImageFault || error instanceof NotFound)) throw error;
        counts.unreadable++;
      });
      if (++counts.items % CHECK_EVERY === 0) await check();
    }
    return counts;
  });
}
