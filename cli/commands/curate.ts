import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { InvalidInput } from '../../shared/errors.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { cacheFileOf } from '../curate/asset-cache.ts';
import { curateFolder, type CurationReport } from '../curate/curate-folder.ts';
import { curationTable } from '../curate/curation-table.ts';
import { moveDuplicates } from '../curate/move-duplicates.ts';
import { readVectors } from '../curate/read-vectors.ts';
import { renderReport } from '../curate/render-report.ts';

interface CurateOptions {
  json?: string;
  html?: string;
  moveDuplicates?: string;
  fast?: boolean;
  cache: string | boolean;
  set: string[];
  labels?: string;
  labelsFormat?: string;
  vectors?: string;
  names?: string;
}

/** `lapidary curate FOLDER`: what is wrong with a folder of images, without a server. */
export function register(program: Command): void {
  program
    .command('curate')
    .description('Find blurry, dark, broken, odd and repeated images in a folder.')
    .argument('<folder>', 'searched with all folders below it')
    .option('--json <file>', 'write the result as JSON; - writes it to standard output')
    .option('--html <file>', 'write one self-contained report with thumbnails')
    .option('--move-duplicates <folder>', 'move all but one of each group of identical files there')
    .option('--fast', 'measure reduced pictures: several times faster, only strong blur is found')
    .option('--cache <file>', 'where to remember measurements (default: the cache folder of your account)')
    .option('--no-cache', 'measure everything and remember nothing')
    .option(
      '--labels <path>',
      'a file or folder of labels in any known format: their issues and split leaks too',
    )
    .option('--labels-format <name>', 'the format of the labels (default: it is found out)')
    .option('--vectors <file>', 'compare images by your own vectors: .npy with --names, or .parquet')
    .option('--names <file>', 'the image of each row of .npy, one a line (default: the same name with .txt)')
    .option(
      '--set <name=value>',
      `adjust a threshold: ${Object.keys(CurationThresholds.shape).join(', ')}`,
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .action(curate);
}

async function curate(folder: string, options: CurateOptions): Promise<void> {
  const root = await folderAt(folder);
  const thresholds = thresholdsOf(options.set);
  const bar = progressBar();
  const target = options.moveDuplicates === undefined ? undefined : resolve(options.moveDuplicates);
  const report = await curateFolder({
    folder: root,
    fast: options.fast ?? false,
    thresholds,
    cacheFile:
      options.cache === false
        ? undefined
        : typeof options.cache === 'string'
          ? resolve(options.cache)
          : cacheFileOf(root, process.env),
    except: target,
    ...(options.labels === undefined
      ? {}
      : { labels: { file: options.labels, format: options.labelsFormat } }),
    ...(options.vectors === undefined ? {} : { vectors: await readVectors(options.vectors, options.names) }),
    onProgress: bar.update,
  });
  bar.stop();
  if (target !== undefined) await move(root, report, target);
  if (options.html !== undefined)
    await write(resolve(options.html), await renderReport(root, report, thresholds));
  if (options.json === '-') process.stdout.write(`${JSON.stringify(report)}\n`);
  else if (options.json !== undefined)
    await write(resolve(options.json), `${JSON.stringify(report, null, 1)}\n`);
  const say = options.json === '-' ? console.error : console.log;
  say(curationTable(report));
  if (options.html !== undefined) say(`\nReport: ${options.html}`);
}

async function folderAt(folder: string): Promise<string> {
  const facts = await stat(folder).catch(() => undefined);
  if (!facts?.isDirectory())
    throw new InvalidInput(`There is no folder "${folder}"; name a folder that holds images.`, {
      path: folder,
    });
  return realpath(folder);
}

function thresholdsOf(settings: string[]): CurationThresholds {
  const given = settings.map((setting) => {
    const [name, value] = setting.split('=');
    if (
      !(name in CurationThresholds.shape) ||
      value === undefined ||
      value === '' ||
      Number.isNaN(Number(value))
    )
      throw new InvalidInput(`"${setting}" is not a threshold; write for example --set sharpness=80.`);
    return [name, Number(value)];
  });
  return CurationThresholds.parse(Object.fromEntries(given));
}

async function move(root: string, report: CurationReport, target: string): Promise<void> {
  const { moved, left } = await moveDuplicates(root, report.duplicates, target);
  report.moved = moved;
  console.error(`Moved to ${target}: ${moved.length} identical ${moved.length === 1 ? 'file' : 'files'}.`);
  for (const { path, reason } of left) console.error(`Left in place: ${path}: ${reason}`);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** On a terminal only; it is drawn on standard error. */
function progressBar(): { update: (done: number, total: number) => void; stop: () => void } {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: 'Measuring {bar} {percentage} % | {value} of {total} files | {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
  });
  let isStarted = false;
  return {
    update: (done, total) => {
      if (isStarted) bar.update(done);
      else bar.start(total, done);
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}
