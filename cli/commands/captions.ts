import type { Command } from 'commander';
import { captionReport } from '../../shared/evaluation/caption-report.ts';
import type { CaptionReport } from '../../shared/evaluation/caption-report.ts';
import { readCaptionPairs } from '../captions/read-caption-pairs.ts';
import { fileSource } from '../evaluate/file-source.ts';
import { readMeteorTables } from '../evaluate/read-meteor-tables.ts';
import { writeJson } from '../write-json.ts';

interface CaptionOptions {
  groundTruth: string;
  captions: string;
  meteorData?: string;
  json?: string;
}

/** `lapidary captions`: the scores of the COCO caption evaluation, from files, without a server. */
export function register(program: Command): void {
  program
    .command('captions')
    .description('Scores captions of images: BLEU, ROUGE-L, CIDEr, and METEOR where its data is at hand.')
    .requiredOption('--ground-truth <file>', 'COCO captions (JSON), several an image')
    .requiredOption('--captions <file>', 'one caption an image: [{"image_id", "caption"}, …]')
    .option('--meteor-data <folder>', 'the folder "meteor" of pycocoevalcap; Java is not needed')
    .option('--json <file>', 'write the scores as JSON; - for standard output')
    .action(async ({ groundTruth, captions, meteorData, json }: CaptionOptions) => {
      const pairs = readCaptionPairs(fileSource(groundTruth), fileSource(captions));
      const texts = pairs.flatMap(({ candidate, references }) => [candidate, ...references]);
      const tables = meteorData === undefined ? undefined : await readMeteorTables(meteorData, texts);
      const report = captionReport(pairs, tables);
      if (json !== undefined) await writeJson(json, report);
      if (json !== '-') print(report);
    });
}

function print({ images, bleu, rougeL, cider, meteor }: CaptionReport): void {
  const rows: [string, string][] = [
    ['Images', String(images)],
    ...bleu.map((score, k): [string, string] => [`BLEU-${k + 1}`, score.toFixed(4)]),
    ['ROUGE-L', rougeL.toFixed(4)],
    ['CIDEr', cider.toFixed(4)],
    ['METEOR', meteor === undefined ? 'not scored: name its data with --meteor-data' : meteor.toFixed(4)],
  ];
  for (const [name, value] of rows) console.log(`  ${name.padEnd(9)} ${value}`);
}
