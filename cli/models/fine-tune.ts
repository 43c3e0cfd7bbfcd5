import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../shared/client/api-client.ts';
import { InvalidInput, TrainingFailed } from '../../shared/errors.ts';
import { activeModel } from '../../shared/models/active-model.ts';
import { BUNDLED_MODELS } from '../../shared/models/model-library.ts';
import { SegmenterDescription } from '../../shared/models/segmenter-description.ts';
import { runModelScript, trainSegmenter } from '../../shared/models/train-segmenter.ts';
import type { TrainingEpoch, TrainingResult } from '../../shared/models/training-line.ts';
import { writeTrainingSet } from '../../shared/models/write-training-set.ts';
import { labelledImages } from './labelled-images.ts';

export interface FineTuneOptions {
  url: string;
  token: string;
  projectId: string;
  /** Where the running Lapidary keeps its models. */
  modelsFolder: string;
  /** Id of the new model; the same id goes on where a killed run stopped. */
  modelId: string;
  epochs: number;
  python: () => string;
  signal?: AbortSignal;
  onImages?: (written: { images: number; objects: number }) => void;
  onEpoch?: (epoch: TrainingEpoch) => void;
}

const LEAST_IMAGES = 5;

/**
 * Tunes `nano` on the finished tasks of a project, registers the result with its parent and its numbers, and puts it
 * into use only when it is better on images that it has not seen. A model is registered whole or not at all.
 */
export async function fineTune(options: FineTuneOptions): Promise<TrainingResult> {
  const { modelsFolder, modelId, signal } = options;
  const work = join(modelsFolder, '.training', modelId);
  await mkdir(work, { recursive: true });
  const scenes = join(work, 'scenes');
  const client = apiClient(options.url, options.token, 'me');
  const written = await writeTrainingSet(scenes, labelledImages(client, options.projectId));
  if (written.images < LEAST_IMAGES) {
    throw new InvalidInput(
      `Only ${written.images} finished images have outlines; at least ${LEAST_IMAGES} are needed to tune and to check.`,
      written,
    );
  }
  options.onImages?.(written);
  const python = inPython(options.python);
  // Scenes of the kind that the base learned from: shown now and then, so that they are not forgotten.
  const replay = join(work, 'replay');
  const render = join(BUNDLED_MODELS, 'render-training-scenes.ts');
  const rendering = [render, replay, '--scenes', '50', '--seed', '903', '--mix', 'tray'];
  await runModelScript(process.execPath, rendering, { signal });
  const result = await trainSegmenter({
    python,
    scenes,
    base: join(BUNDLED_MODELS, 'nano', 'weights.pt'),
    out: work,
    replay,
    epochs: options.epochs,
    signal,
    onEpoch: options.onEpoch,
  });
  const exported = join(work, 'export');
  const script = join(BUNDLED_MODELS, 'export_onnx.py');
  await runModelScript(python, [script, join(work, 'weights.pt'), '--out', exported], { signal });
  await rm(join(exported, 'fp32'), { recursive: true, force: true });
  const description = SegmenterDescription.parse({
    id: modelId,
    name: `Nano tuned on ${written.images} images`,
    kind: 'segmenter',
    profile: 'transformers-sam',
    licence: 'Apache-2.0',
    parentId: 'nano',
    files: { encoder: { name: 'encoder.onnx' }, decoder: { name: 'decoder.onnx' } },
  });
  await writeFile(join(exported, 'metrics.json'), `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(join(exported, 'model.json'), `${JSON.stringify(description, null, 2)}\n`);
  await rename(exported, join(modelsFolder, modelId));
  await rm(work, { recursive: true, force: true });
  if (result.promoted) await activeModel(modelsFolder).promote(modelId);
  return result;
}

function inPython(find: () => string): string {
  try {
    return find();
  } catch (error) {
    throw new TrainingFailed(error instanceof Error ? error.message : String(error));
  }
}
