import { join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { apiClient } from '../../shared/client/api-client.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { InvalidInput, ModelUnusable } from '../../shared/errors.ts';
import { activeModel } from '../../shared/models/active-model.ts';
import { DETECTOR_PROFILES } from '../../shared/models/detector-profile.ts';
import { KNOWN_MODELS } from '../../shared/models/known-models.ts';
import { BUNDLED_MODELS, modelLibrary } from '../../shared/models/model-library.ts';
import { pullModel } from '../../shared/models/pull-model.ts';
import { SEGMENTER_PROFILES } from '../../shared/models/segmenter-profile.ts';
import { TrainingLoss } from '../../shared/models/training.ts';
import { addEmbedder } from '../models/add-embedder.ts';
import { addDetector, addSegmenter } from '../models/add-model.ts';
import { fineTune } from '../models/fine-tune.ts';
import { connect } from '../server/connect.ts';
import { readCredentials } from '../server/credentials.ts';
import { findOne } from '../server/find-one.ts';

interface DataOption {
  data: string;
}

/** `lapidary models`: which segmenters are on this machine, and getting more. */
export function register(program: Command): void {
  const models = program.command('models').description('Models: list, fetch, add, tune, choose.');
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
    .action((id: string, options: DataOption & Parameters<typeof addSegmenter>[2]) =>
      addSegmenter(folderOf(options), id, options),
    );
  withServer(models.command('fine-tune').description('Tune a segmenter on the finished labels of a project'))
    .requiredOption('--project <id or name>', 'whose finished tasks to learn from')
    .option('--base <model>', 'what to begin with (default: the model in use, if it can be tuned)')
    .option('--epochs <number>', 'at most so many', '30')
    .option('--loss <name>', TrainingLoss.options.join(', '), TrainingLoss.options[0])
    .option('--json <file>', 'only - is known: write JSON to standard output')
    .action(tune);
  models
    .command('setup-training')
    .description('Make the Python environment that trainings need; else the first training makes it')
    .action(setUpTraining);
  withData(models.command('add-detector').description('Add any ONNX detector').argument('<id>'))
    .requiredOption('--model <file>', 'ONNX file')
    .requiredOption('--profile <name>', Object.keys(DETECTOR_PROFILES).join(', '))
    .requiredOption('--classes <names>', 'in the order of its outputs, by commas; or a file with one a line')
    .option('--licence <name>', 'its licence', 'unknown')
    .action((id: string, options: DataOption & Parameters<typeof addDetector>[2]) =>
      addDetector(folderOf(options), id, options),
    );
  withData(
    models
      .command('add-embedder')
      .description('Add any ONNX encoder that makes a vector of an image, to compare images by')
      .argument('<id>'),
  )
    .requiredOption('--model <file>', 'ONNX file')
    .option(
      '--config <file>',
      'JSON with input, output, side, fit, resize, mean, std and pooling, or some of them',
    )
    .option('--licence <name>', 'its licence', 'unknown')
    .action((id: string, options: DataOption & Parameters<typeof addEmbedder>[2]) =>
      addEmbedder(folderOf(options), id, options),
    );
  withServer(withData(models.command('use').description('Answer clicks with this model').argument('<model>')))
    .option('--project <id or name>', 'only in this project, on the server; else everywhere on this machine')
    .action(use);
  withServer(withData(models.command('rollback').description('Back to the model that was in use before')))
    .option('--project <id or name>', 'only in this project, on the server; else everywhere on this machine')
    .action(rollBack);
}

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
      `${description.id.padEnd(20)} ${description.name} (${description.licence}, ${'profile' in description ? description.profile : description.kind})`,
    );
  }
  for (const { description, summary } of more) {
    console.log(`${description.id.padEnd(20)} not here yet: lapidary models pull ${description.id}`);
    console.log(`${''.padEnd(20)} ${summary}`);
  }
}

async function pull(modelId: string, options: DataOption & { mirror?: string }): Promise<void> {
  const known = KNOWN_MODELS.map(({ description }) => description.id);
  if (!known.includes(modelId))
    throw new InvalidInput(`No model "${modelId}" can be fetched; choose one of ${known.join(', ')}.`);
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

interface ServerOptions {
  url?: string;
  token?: string;
}

/** The server that is named, else where one is signed in. A remembered token is for its own server only. */
async function server({ url, token }: ServerOptions): Promise<ApiClient> {
  if (url === undefined && token === undefined) return connect();
  const kept = url === undefined ? await readCredentials() : undefined;
  const own = token ?? process.env.LAPIDARY_TOKEN;
  if (own === undefined)
    throw new InvalidInput('Sign in first: "lapidary login LINK" with the link that "lapidary up" prints.');
  return apiClient(url ?? kept?.url ?? 'http://127.0.0.1:4400', own, 'me');
}

const projectOf = async (client: ApiClient, wanted: string) =>
  (await findOne<{ id: string; name: string }>(client, 'projects', wanted)).id;

interface TuneOptions extends ServerOptions {
  project: string;
  base?: string;
  epochs: string;
  loss: string;
  json?: string;
}

async function tune(options: TuneOptions): Promise<void> {
  const epochs = Number(options.epochs);
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > 500)
    throw new InvalidInput('--epochs is a whole number from 1 to 500.');
  const loss = TrainingLoss.safeParse(options.loss);
  if (!loss.success) throw new InvalidInput(`--loss is one of ${TrainingLoss.options.join(', ')}.`);
  const client = await server(options);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const say = options.json === '-' ? console.error : console.log;
  const tuned = await fineTune(client, {
    projectId: await projectOf(client, options.project),
    baseModelId: options.base,
    epochs,
    loss: loss.data,
    signal: cancel.signal,
    onStart: ({ jobId }) => say(`The job is ${jobId}; Ctrl+C cancels it.`),
    onEpoch: ({ epoch, loss: value, boxIou, clickIou }, planned) =>
      say(
        `epoch ${String(epoch).padStart(3)} of ${planned}  loss ${value.toFixed(4)}  IoU from a box ${boxIou.toFixed(3)}, from a click ${clickIou.toFixed(3)}`,
      ),
  });
  if (options.json === '-') console.log(JSON.stringify(tuned));
  const { modelId, images, before, after, original, isPromoted } = tuned;
  say(`Learned from ${images} images. On images of the snapshot that it has not seen:`);
  say(`  box ${before.boxIou} → ${after.boxIou}, click ${before.clickIou} → ${after.clickIou}.`);
  if (original)
    say(`On scenes that the base was made for: box ${original.before.boxIou} → ${original.after.boxIou}.`);
  say(
    isPromoted
      ? `${modelId} is in use in this project from the next click on (undo: lapidary models rollback --project ${options.project}).`
      : `It is no better, so the model in use stays; ${modelId} is kept.`,
  );
}

type UseOptions = DataOption & ServerOptions & { project?: string };

async function use(modelId: string, options: UseOptions): Promise<void> {
  if (options.project === undefined) {
    const { description } = await modelLibrary([folderOf(options), BUNDLED_MODELS]).get(modelId);
    if (description.kind !== 'segmenter') throw new ModelUnusable(`"${modelId}" answers no clicks.`);
    await activeModel(folderOf(options)).promote(modelId);
  } else {
    const client = await server(options);
    await client.call('PUT', 'models/in-use', {
      projectId: await projectOf(client, options.project),
      modelId,
    });
  }
  console.log(`${modelId} answers from the next click on.`);
}

async function rollBack(options: UseOptions): Promise<void> {
  let modelId: string;
  if (options.project === undefined) modelId = await activeModel(folderOf(options)).rollBack();
  else {
    const client = await server(options);
    const projectId = await projectOf(client, options.project);
    const { body } = await client.call<{ modelId: string }>('POST', 'models/in-use/roll-back', { projectId });
    modelId = body.modelId;
  }
  console.log(`${modelId} answers from the next click on.`);
}

async function setUpTraining(): Promise<void> {
  const { ensurePython } = await import('../../models/sam/ensure-python.ts');
  console.log(`Training runs with ${await ensurePython(undefined, (line) => console.error(line))}.`);
}
