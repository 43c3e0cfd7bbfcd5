import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotFound } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { OntologyClass } from '../../shared/labels/ontology.ts';
import { classForPrediction } from '../../shared/models/class-for-prediction.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import type { ImageToEncode } from '../../shared/models/models.ts';
import type { PredictedObject } from '../../shared/models/predicted-object.ts';
import { shapeForPrediction } from '../../shared/models/shape-for-prediction.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectModelStore } from '../../shared/store/project-model-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Stage } from '../../shared/workflow/stage.ts';
import type { Task } from '../../shared/workflow/task.ts';

export interface LabelByModelDeps {
  models: ModelAccess;
  assets: Pick<AssetStore, 'get'>;
  blobs: Pick<Blobs, 'get'>;
  projects: Pick<ProjectStore, 'get'>;
  chosen: Pick<ProjectModelStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  labels: Pick<LabelStore, 'get' | 'save'>;
  now: () => Date;
}

/** Where the task goes, and what its labels are by then. */
export interface ModelAnswer {
  pathway: string;
  labelRevision: number;
  classIds: string[];
  /** Why the model could not label it. */
  reason?: string;
}

/**
 * A model labels a task: what it finds is saved with source `model` and its confidence, in place of what the same model
 * saved before; all other objects stay. The task then takes the pathway `labelled`, or the stage's first; `failed`, where
 * there is one, when its image cannot be read or no class of the ontology fits anything that was found.
 *
 * @throws ModelUnusable, NotFound when the model itself is not to be had: worth another try
 */
export async function labelByModel(
  task: Task,
  stage: Extract<Stage, { kind: 'agent' }>,
  deps: LabelByModelDeps,
): Promise<ModelAnswer> {
  const { modelId = '', classId, minimumConfidence } = stage.settings;
  const names = stage.pathways.map(({ name }) => name);
  const done = names.includes('labelled') ? 'labelled' : names[0];
  const failed = names.includes('failed') ? 'failed' : done;
  const current = await deps.labels.get(task.id, 'main');
  const answer = (
    pathway: string,
    reason?: string,
    objects: LabelObject[] = current.objects,
  ): ModelAnswer => ({
    pathway,
    reason,
    labelRevision: current.revision,
    classIds: [...new Set(objects.map((object) => object.classId))].slice(0, 200),
  });

  const asset = await deps.assets.get(task.assetId);
  const key = blobKeys.image(asset.datasetId, asset.key);
  const read = () =>
    deps.blobs.get(key).catch((error: unknown) => {
      throw error instanceof NotFound ? new ImageFault('empty-file', 'The image is gone.', error) : error;
    });
  const image = { sha256: asset.sha256, key, projectId: task.projectId, read };
  let predictions: PredictedObject[];
  try {
    [predictions] = await deps.models.models.predict(modelId, [image]);
  } catch (error) {
    if (error instanceof ImageFault) return answer(failed, error.message);
    throw error;
  }

  const { ontologyId } = await deps.projects.get(task.projectId);
  const { content: ontology } = await deps.ontologies.get(ontologyId);
  const sure = predictions.filter(({ score }) => score >= minimumConfidence);
  const found = sure.flatMap((prediction) => {
    const itsClass = classForPrediction(prediction, ontology, classId);
    return itsClass ? [{ prediction, itsClass }] : [];
  });
  if (sure.length > 0 && found.length === 0) {
    return answer(failed, `None of the ${sure.length} objects found is of a class of the ontology.`);
  }
  await outline(task.projectId, image, found, deps);

  const by = `model:${modelId}`;
  const at = deps.now().toISOString();
  const made = found.flatMap(({ prediction, itsClass }, index): LabelObject[] => {
    const shape = shapeForPrediction(prediction, itsClass.shape);
    if (!shape) return [];
    const stamp = { createdBy: by, createdAt: at, updatedBy: by, updatedAt: at };
    const id = deriveId(task.id, by, String(index));
    const confidence = Math.round(prediction.score * 1e4) / 1e4;
    return [{ id, classId: itsClass.id, shape, attributes: {}, source: 'model', confidence, ...stamp }];
  });
  const kept = current.objects.filter((object) => object.source !== 'model' || object.createdBy !== by);
  const objects = [...kept, ...made];
  if (made.length === 0 && kept.length === current.objects.length) return answer(done);
  const { revision } = await deps.labels.save({
    taskId: task.id,
    branch: 'main',
    baseRevision: current.revision,
    content: { objects, classifications: current.classifications },
    by,
  });
  return { ...answer(done, undefined, objects), labelRevision: revision };
}

/** Boxes of classes that are drawn as outlines get one from the segmenter in use. */
async function outline(
  projectId: string,
  image: ImageToEncode,
  found: { prediction: PredictedObject; itsClass: OntologyClass }[],
  { models, chosen }: LabelByModelDeps,
): Promise<void> {
  const bare = found.filter(
    ({ prediction, itsClass }) =>
      prediction.mask === undefined && (itsClass.shape === 'mask' || itsClass.shape === 'polygon'),
  );
  if (bare.length === 0) return;
  const own = (await chosen.get(projectId)).choices.at(-1)?.modelId;
  const modelId = own ?? (await models.activeModelId());
  const embedding = await models.models.encode(modelId, image, { priority: 'batch' });
  const prompts = bare.map(({ prediction }) => ({ points: [], box: prediction.box }));
  const masks = await models.models.decode(embedding, prompts, { priority: 'batch' });
  bare.forEach((one, index) => {
    one.prediction = { ...one.prediction, mask: masks[index].mask };
  });
}
