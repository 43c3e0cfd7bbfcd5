import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { parseEvaluateOptions } from '../evaluate/evaluate-options.ts';
import { fileSource } from '../evaluate/file-source.ts';
import { progressBar } from '../progress-bar.ts';
import { runEvaluate } from '../evaluate/run-evaluate.ts';

/** `lapidary evaluate`: COCO metrics and more, from files, without a server. */
export function register(program: Command): void {
  program
    .command('evaluate')
    .description('Scores detections against ground truth: the numbers of pycocotools, bit for bit, and more.')
    .requiredOption('--ground-truth <file>', 'COCO ground truth (JSON)')
    .requiredOption('--detections <file>', "detections in COCO's results format (JSON)")
    .requiredOption('--iou-type <type>', 'bbox, segm or keypoints')
    .option('--json <file>', 'write the report as JSON; - for standard output')
    .option('--html <file>', 'write a report to look at: one file, nothing loaded from elsewhere')
    .option('--arrays <folder>', 'write precision.npy, recall.npy and scores.npy')
    .option('--min-map <value>', 'exit with 1 when mAP is below this')
    .option('--no-worse-than <report>', 'exit with 1 when mAP is below that of an earlier --json report')
    .option('--tolerance <value>', 'how much worse --no-worse-than lets pass')
    .option('--compare <file>', 'compare with other detections, or with an earlier --json report')
    .option('--max-dets <list>', 'detections for each image and class, such as 1,10,100')
    .option('--iou-thresholds <list>', 'such as 0.5,0.75')
    .option('--areas <list>', 'area ranges in square pixels, such as all:0-1e10,small:0-1024')
    .option('--categories <list>', 'only these classes, by id or name')
    .option('--use-cats <0|1>', '0 compares without regard to the class')
    .option('--sigmas <list>', 'standard deviations of the keypoints, unless they are COCO persons')
    .option('--federated', 'LVIS: judge only the classes that an image was checked for')
    .option('--group-of', 'Open Images: a box around a group is found by any detection inside it')
    .option('--details', 'add counts, confusion matrix, error breakdown and calibration to the JSON')
    .option('--detail-iou <value>', 'IoU threshold of the details (0.5)')
    .option('--score <value>', 'lowest score that the details count (that of the best F1)')
    .option('--bootstrap <rounds>', 'add 95 % intervals by resampling the images')
    .option('--strict', 'refuse what would only be noted: unknown classes, negative sizes')
    .option('--threads <n>', '1 or 2; by default two when the work is worth it')
    .action(async (raw: Record<string, unknown>) => {
      const options = parseEvaluateOptions(raw);
      const progress = progressBar();
      process.exitCode = await runEvaluate(options, {
        source: fileSource,
        write: (path, content) => {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, content);
        },
        print: (line) => writeAll(1, `${line}\n`),
        warn: (line) => writeAll(2, `${line}\n`),
        progress,
      });
    });
}

/** A pipe may take less than everything at once; one that nobody reads any more (`| head`) is no fault. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}
