import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidInput } from '../../shared/errors.ts';
import { detectObjects } from '../../shared/models/detect-objects.ts';
import { DetectorDescription } from '../../shared/models/detector-description.ts';
import { DETECTOR_PROFILES } from '../../shared/models/detector-profile.ts';
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
  // Both are opened first: a broken file is told here and not at the first click.
  const engine = onnxEngine();
  try {
    await engine.inspect(resolve(options.encoder));
    await engine.inspect(resolve(options.decoder));
  } finally {
    await engine.close();
  }
  const home = join(folder, id);
  await mkdir(home, { recursive: true });
  await copyFile(resolve(options.encoder), join(home, 'encoder.onnx'));
  await copyFile(resolve(options.decoder), join(home, 'decoder.onnx'));
  await writeFile(join(home, 'model.json'), `${JSON.stringify(description.data, null, 2)}\n`);
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
  const home = join(folder, id);
  await mkdir(home, { recursive: true });
  await copyFile(resolve(options.model), join(home, 'model.onnx'));
  await writeFile(join(home, 'model.json'), `${JSON.stringify(description.data, null, 2)}\n`);
  console.log(`${id} is ready: name it in the agent stage of a workflow.`);
}
