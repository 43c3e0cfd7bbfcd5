import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { KNOWN_MODELS } from '../../shared/models/known-models.ts';
import { activeModel } from '../../shared/models/active-model.ts';
import { DetectorDescription } from '../../shared/models/detector-description.ts';
import { DETECTOR_PROFILES } from '../../shared/models/detector-profile.ts';
import { BUNDLED_MODELS, modelLibrary } from '../../shared/models/model-library.ts';
import { detectObjects } from '../../shared/models/detect-objects.ts';
import { onnxEngine } from '../../shared/models/onnx-engine.ts';
import { pullModel } from '../../shared/models/pull-model.ts';
import { SEGMENTER_PROFILES, type SegmenterProfileId } from '../../shared/models/segmenter-profile.ts';
import { SegmenterDescription } from '../../shared/models/segmenter-description.ts';
import { readCredentials } from '../server/credentials.ts';

interface DataOption {
  data: string;
}

/** `lapidary models`: which segmenters are on this machine, and getting more. */
export function register(program: Command): void {
  const models = program.command('models').description('Models that segment: list, fetch, add.');
  const withData = (command: Command) =>
    command.option('--data <folder>', 'the folder of the Lapidary that shall use them', '.lapidary');
  withData(models.command('list').description('Models on this machine, and those that can be fetched'))
    .option('--json <file>', 'only - is known: write JSON to standard output')
    .action(list);
  withData(models.command('pull').description('Fetch a known model, whole and checked').argument('<model>'))
    .option(
      '--mirror <url>',
      'where to fetch from instead; it must offer the same paths',
      process.env.LAPIDARY_MODELS_MIRROR,
    )
    .action(pull);
  withData(models.command('add').description('Add any ONNX pair of encoder and decoder').argument('<id>'))
    .requiredOption('--encoder <file>', 'ONNX file')
    .requiredOption('--decoder <file>', 'ONNX file')
    .requiredOption('--profile <name>', Object.keys(SEGMENTER_PROFILES).join(', '))
    .option('--licence <name>', 'its licence', 'unknown')
    .action(add);
  withData(inProject(models.command('fine-tune').description('Tune the bundled model on your own labels')))
    .option('--name <id>', 'id of the new model; the same one goes on after a kill')
    .option('--epochs <number>', 'at most so many', '30')
    .option('--json <file>', 'only - is known: write JSON to standard output')
    .action(tune);
  withData(models.command('add-detector').description('Add any ONNX detector').argument('<id>'))
    .requiredOption('--model <file>', 'ONNX file')
    .requiredOption('--profile <name>', Object.keys(DETECTOR_PROFILES).join(', '))
    .requiredOption('--classes <names>', 'in the order of its outputs, by commas; or a file with one a line')
    .option('--licence <name>', 'its licence', 'unknown')
    .action(addDetector);
  withData(models.command('use').description('Answer clicks with this model').argument('<model>')).action(
    use,
  );
  withData(models.command('rollback').description('Back to the model that was in use before')).action(
    rollBack,
  );
}

const inProject = (command: Command) =>
  withServer(command.requiredOption('--project <id>', 'whose finished tasks to learn from'));
const withServer = (command: Command) =>
  command
    .option('--url <url>', 'of the running Lapidary (default: where you are signed in)')
    .option('--token <token>', 'your token; better by "lapidary login", or in LAPIDARY_TOKEN');

const folderOf = ({ data }: DataOption) => join(resolve(data), 'models');

async function list(options: DataOption & { json?: string }): Promise<void> {
  const here = await modelLibrary([folderOf(options), BUNDLED_MODELS]).list();
  const ids = new Set(here.map(({ description }) => description.id));
  const more = KNOWN_MODELS.filter(({ description }) => !ids.has(description.id));
  if (options.json !== undefined) {
    const rows = [
      ...here.map(({ description }) => ({ ...description, here: true })),
      ...more.map(({ description }) => ({ ...description, here: false })),
    ];
    console.log(JSON.stringify({ models: rows }));
    return;
  }
  for (const { description } of here) {
    console.log(
      `${description.id.padEnd(20)} ${description.name} (${description.licence}, ${description.profile})`,
    );
  }
  for (const { description, summary } of more) {
    console.log(`${description.id.padEnd(20)} not here yet: lapidary models pull ${description.id}`);
    console.log(`${''.padEnd(20)} ${summary}`);
  }
}

async function pull(modelId: string, options: DataOption & { mirror?: string }): Promise<void> {
  const bar = new SingleBar({
    format: '{file} {bar} {value} of {total} MB',
    hideCursor: true,
    clearOnComplete: true,
  });
  const isTerminal = process.stderr.isTTY;
  let shown = '';
  const outcome = await pullModel({
    modelId,
    folder: folderOf(options),
    source: options.mirror,
    onProgress: (file, bytes, total) => {
      if (!isTerminal) return;
      const megabytes = (value: number) => Math.round(value / 1e5) / 10;
      if (file !== shown) bar.start(megabytes(total ?? bytes), 0, { file });
      shown = file;
      bar.update(megabytes(bytes), { file });
    },
  }).finally(() => bar.stop());
  console.log(outcome === 'pulled' ? `${modelId} is ready.` : `${modelId} was here already.`);
}

async function add(
  id: string,
  options: DataOption & { encoder: string; decoder: string; profile: string; licence: string },
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
  const home = join(folderOf(options), id);
  await mkdir(home, { recursive: true });
  await copyFile(resolve(options.encoder), join(home, 'encoder.onnx'));
  await copyFile(resolve(options.decoder), join(home, 'decoder.onnx'));
  await writeFile(join(home, 'model.json'), `${JSON.stringify(description.data, null, 2)}\n`);
  console.log(`${id} is ready.`);
}

async function addDetector(
  id: string,
  options: DataOption & { model: string; profile: string; classes: string; licence: string },
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
  const home = join(folderOf(options), id);
  await mkdir(home, { recursive: true });
  await copyFile(resolve(options.model), join(home, 'model.onnx'));
  await writeFile(join(home, 'model.json'), `${JSON.stringify(description.data, null, 2)}\n`);
  console.log(`${id} is ready: name it in the agent stage of a workflow.`);
}

interface TuneOptions extends DataOption {
  project: string;
  url?: string;
  token?: string;
  name?: string;
  epochs: string;
  json?: string;
}

async function tune(options: TuneOptions): Promise<void> {
  // A remembered token is for its own server only.
  const kept = options.url === undefined ? await readCredentials() : undefined;
  const token = options.token ?? kept?.token ?? process.env.LAPIDARY_TOKEN;
  if (token === undefined)
    throw new InvalidInput('Sign in first: "lapidary login LINK" with the link that "lapidary up" prints.');
  const epochs = Number(options.epochs);
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > 500)
    throw new InvalidInput('--epochs is a whole number from 1 to 500.');
  const { fineTune } = await import('../models/fine-tune.ts');
  const { ensurePython } = await import('../../models/sam/ensure-python.ts');
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const say = options.json === '-' ? console.error : console.log;
  const modelId =
    options.name ?? `nano-${options.project.slice(-6)}-${new Date().toISOString().slice(0, 10)}`;
  const result = await fineTune({
    url: options.url ?? kept?.url ?? 'http://127.0.0.1:4400',
    token,
    projectId: options.project,
    modelsFolder: folderOf(options),
    modelId,
    epochs,
    python: ensurePython,
    signal: cancel.signal,
    onImages: ({ images, objects }) => say(`Learning from ${images} images with ${objects} outlines …`),
    onEpoch: ({ epoch, loss, boxIou, clickIou }) =>
      say(
        `epoch ${String(epoch).padStart(3)}  loss ${loss.toFixed(4)}  IoU from a box ${boxIou.toFixed(3)}, from a click ${clickIou.toFixed(3)}`,
      ),
  });
  if (options.json === '-') console.log(JSON.stringify({ modelId, ...result }));
  const { before, after } = result;
  say(
    `On images it has not seen: box ${before.boxIou} → ${after.boxIou}, click ${before.clickIou} → ${after.clickIou}.`,
  );
  const { original } = result;
  if (original)
    say(
      `On the scenes that the base was made for: box ${original.before.boxIou} → ${original.after.boxIou}.`,
    );
  say(
    result.promoted
      ? `${modelId} is in use from the next click on (undo: lapidary models rollback).`
      : `It is no better, so the model in use stays; ${modelId} is kept.`,
  );
}

async function use(modelId: string, options: DataOption): Promise<void> {
  await modelLibrary([folderOf(options), BUNDLED_MODELS]).get(modelId);
  await activeModel(folderOf(options)).promote(modelId);
  console.log(`${modelId} answers from the next click on.`);
}

async function rollBack(options: DataOption): Promise<void> {
  console.log(`${await activeModel(folderOf(options)).rollBack()} answers from the next click on.`);
}
