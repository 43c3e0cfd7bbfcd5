import { writeFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES, type FormatName } from '../../shared/formats/format.ts';
import { convertDataset } from '../convert/convert-dataset.ts';
import type { GroupBy } from '../convert/split-survey.ts';
import { parseSplits } from '../convert/parse-splits.ts';
import type { ImageChoice } from '../convert/write-files.ts';
import { EXIT } from '../exit-codes.ts';

interface Options {
  from?: FormatName;
  to: FormatName;
  out: string;
  images: ImageChoice;
  imagesFolder?: string;
  set: Record<string, string>;
  split?: string;
  seed: number;
  stratify?: string;
  groupBy?: GroupBy;
  ontology?: string;
  overwrite?: boolean;
  strict?: boolean;
  json?: string;
}

/** `lapidary convert`: between all label formats, without a server. */
export function register(program: Command): void {
  program
    .command('convert')
    .description('Converts labels between formats, file by file and in constant memory.')
    .argument('<in>', 'a folder, a zip, or one label file')
    .addOption(
      new Option('--from <format>', 'format of <in>; recognised when left out').choices(FORMAT_NAMES),
    )
    .addOption(new Option('--to <format>', 'format to write').choices(FORMAT_NAMES).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where to write; must be new or empty')
    .addOption(
      new Option('--images <how>', 'images beside the labels')
        .choices(['link', 'copy', 'none'])
        .default('link'),
    )
    .option('--images-folder <folder>', 'where the images lie, when not beside the labels')
    .option(
      '--set <name=value>',
      'a setting of a format, see docs/formats.md; may be given again',
      collect,
      {},
    )
    .option('--split <shares>', 'new splits, such as train=0.8,val=0.1,test=0.1')
    .option('--seed <number>', 'seed of the splits', wholeNumber, 1)
    .addOption(new Option('--stratify <by>', 'share every class out alike').choices(['class']))
    .addOption(
      new Option('--group-by <what>', 'what stays together in one split').choices([
        'duplicate',
        'identical',
        'folder',
      ]),
    )
    .option('--ontology <file>', 'write the ontology of the dataset to a JSON file as well')
    .option('--overwrite', 'replace files of the same name in --out')
    .option('--strict', 'end with 1 when anything was reported')
    .option('--json <file>', 'the report as JSON; - for standard output')
    .action((input: string, options: Options) => run(input, options));
}

async function run(input: string, options: Options): Promise<void> {
  const bar = process.stderr.isTTY
    ? new SingleBar({
        format: '{phase} [{bar}] {value}/{total} images · {eta_formatted} left',
        stream: process.stderr,
        clearOnComplete: true,
      })
    : undefined;
  let isStarted = false;
  const { ontology, ...report } = await convertDataset(
    {
      input,
      to: options.to,
      out: options.out,
      settings: options.set,
      images: options.images,
      overwrite: options.overwrite ?? false,
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.imagesFolder === undefined ? {} : { imagesFolder: options.imagesFolder }),
      ...(options.split === undefined
        ? {}
        : {
            split: {
              shares: parseSplits(options.split),
              seed: options.seed,
              stratify: options.stratify !== undefined,
              ...(options.groupBy === undefined ? {} : { groupBy: options.groupBy }),
            },
          }),
    },
    {
      note: (line) => console.error(line),
      progress: (phase, done, total) => {
        if (!bar) return;
        if (!isStarted) bar.start(total ?? done, 0, { phase });
        isStarted = true;
        bar.setTotal(total ?? Math.max(done, 1));
        bar.update(done, { phase });
      },
    },
  );
  bar?.stop();
  if (options.ontology !== undefined)
    await writeFile(options.ontology, `${JSON.stringify(ontology, null, 2)}\n`);

  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (options.json === '-') process.stdout.write(json);
  else if (options.json !== undefined) await writeFile(options.json, json);

  const print = options.json === '-' ? console.error : console.log;
  for (const problem of report.problems.slice(0, 20)) {
    print(`${[problem.file, problem.where].filter((part) => part !== '').join(' ')}: ${problem.reason}`);
  }
  if (report.problems.length > 20)
    print(`… and ${report.problems.length - 20} more problems (all with --json).`);
  if (report.assets === 0) {
    print('Nothing was written: no image with labels could be read.');
    process.exitCode = EXIT.wrongUse;
    return;
  }
  const missing = report.missingImages > 0 ? ` (${report.missingImages} more were not found)` : '';
  const images = options.images === 'none' ? '' : ` and ${report.images} image files${missing}`;
  print(
    `Wrote ${report.objects} objects of ${report.assets} images${images} to ${report.out} (${report.from} → ${report.to}, ${report.seconds.toFixed(1)} s).`,
  );
  if (options.strict && report.problems.length > 0) process.exitCode = EXIT.checkFailed;
}

function collect(text: string, before: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as name=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new InvalidArgumentError('It is a whole number.');
  return number;
}
