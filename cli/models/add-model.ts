import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { detectObjects } from '../../shared/models/detect-objects.ts';
import { DetectorDescription } from '../../shared/models/detector-description.ts';
import { DETECTOR_PROFILES } from '../../shared/models/detector-profile.ts';
import { localModels } from '../../shared/models/local-models.ts';
import type { ModelDescription } from '../../shared/models/model-description.ts';
import type { LocalSegmenter } from '../../shared/models/model-library.ts';
import { onnxEngine } from '../../shared/models/onnx-engine.ts';
import { SegmenterDescription } from '../../shared/models/segmenter-description.ts';
import { SEGMENTER_PROFILES, type SegmenterProfileId } from '../../shared/models/segmenter-profile.ts';

interface AddOptions {
  profile: string;
  licence: string;
}

/** Adds an ONNX pair to a folder of models. @throws InvalidInput @throws ModelUnusable when one cannot be opened */
export async function addSegmenter(
  folder: string,
  id: string,
  options: AddOptions & { encoder: string; decoder: string },
): Promise<void> {
  if (!(options.profile in SEGMENTER_PROFILES)) {
    throw new InvalidInput(
      `There is no profile "${options.profile}"; choose one of ${Object.keys(SEGMENTER_PROFILES).join(', ')}.`,
    );
  }
  const description = SegmenterDescription.safeParse({
    id,
    name: id,
    kind: 'segmenter',
    profile: options.profile as SegmenterProfileId,
    licence: options.licence,
    files: { encoder: { name: 'encoder.onnx' }, decoder: { name: 'decoder.onnx' } },
  });
  if (!description.success)
    throw new InvalidInput('A model id has 1 to 128 letters, digits, ".", "-" or "_".', { id });
  const files = { 'encoder.onnx': resolve(options.encoder), 'decoder.onnx': resolve(options.decoder) };
  await tryOut({
    description: description.data,
    encoderFile: files['encoder.onnx'],
    decoderFile: files['decoder.onnx'],
  });
  await place(folder, description.data, files);
  console.log(`${id} is ready.`);
}

/** Adds an ONNX detector, after it has looked at one image. @throws InvalidInput @throws ModelUnusable */
export async function addDetector(
  folder: string,
  id: string,
  options: AddOptions & { model: string; classes: string },
): Promise<void> {
  if (!(options.profile in DETECTOR_PROFILES)) {
    const known = Object.keys(DETECTOR_PROFILES).join(', ');
    throw new InvalidInput(`There is no profile "${options.profile}"; choose one of ${known}.`);
  }
  const listed = await readFile(resolve(options.classes), 'utf8').catch(() => undefined);
  const names = (listed ?? options.classes).split(listed === undefined ? ',' : '\n');
  const description = DetectorDescription.safeParse({
    id,
    name: id,
    kind: 'detector',
    profile: options.profile,
    licence: options.licence,
    files: { model: { name: 'model.onnx' } },
    classes: names.map((name) => name.trim()).filter((name) => name !== ''),
  });
  if (!description.success)
    throw new InvalidInput('A detector needs an id of letters, digits, ".", "-" or "_", and class names.', {
      id,
    });
  const engine = onnxEngine();
  try {
    // A grey image tells whether graph, profile and number of classes fit.
    const image = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(114) };
    const detector = { description: description.data, modelFile: resolve(options.model) };
    await detectObjects(detector, image, engine, 'batch');
  } finally {
    await engine.close();
  }
  await place(folder, description.data, { 'model.onnx': resolve(options.model) });
  console.log(`${id} is ready: name it in the agent stage of a workflow.`);
}

/** One box on a grey image: broken files, swapped files and another profile are told here and not at the first click. */
async function tryOut(model: LocalSegmenter): Promise<void> {
  const models = localModels({
    library: { list: async () => [model], get: async () => model },
    engine: onnxEngine(),
    blobs: {
      get: (key) => Promise.reject(new NotFound('blob', key)),
      put: async () => ({ etag: '', size: 0 }),
    },
  });
  const grey = sharp({ create: { width: 64, height: 48, channels: 3, background: '#727272' } }).png();
  try {
    const image = { sha256: 'tried-out', read: () => grey.toBuffer() };
    const embedding = await models.encode(model.description.id, image);
    await models.decode(embedding, [{ points: [], box: { x: 16, y: 12, width: 32, height: 24 } }]);
  } finally {
    await models.close();
  }
}

/** Puts a model beside the others whole or not at all, in place of one that had its id. */
async function place(
  folder: string,
  description: ModelDescription,
  files: Record<string, string>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const part = await mkdtemp(join(folder, '.adding-'));
  try {
    for (const [name, file] of Object.entries(files)) await copyFile(file, join(part, name));
    await writeFile(join(part, 'model.json'), `${JSON.stringify(description, null, 2)}\n`);
    const home = join(folder, description.id);
    await rm(home, { recursive: true, force: true });
    await rename(part, home);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}
