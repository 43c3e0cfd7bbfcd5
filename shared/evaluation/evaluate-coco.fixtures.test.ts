import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrayShape, transposeArray } from './coco-arrays.ts';
import { cocoParameters, type IouType } from './coco-parameters.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import { summarizeArrays } from './summarize-arrays.ts';

const FIXTURES = join(import.meta.dirname, '../../../shared/fixtures');
const CASES = join(FIXTURES, 'coco-eval');
const hasFixtures = existsSync(CASES);
if (!hasFixtures) console.warn(`No fixtures at ${CASES}: the comparison with pycocotools is skipped.`);

interface Expected {
  stats: number[];
  shapes: Record<'precision' | 'recall' | 'scores', number[]>;
  sha256: Record<'precision' | 'recall' | 'scores', string>;
  error?: string;
}

function evaluateFiles(gt: string, dt: string, iouType: IouType, options: Record<string, unknown> = {}) {
  const groundTruth = readGroundTruth(memorySource('gt.json', readFileSync(gt)), iouType);
  const detections = readDetections(memorySource('dt.json', readFileSync(dt)), groundTruth, iouType);
  const parameters = cocoParameters(iouType, {
    iouThresholds: options.iouThrs as number[] | undefined,
    maxDets: options.maxDets as number[] | undefined,
    useCategories: options.useCats === undefined ? undefined : options.useCats === 1,
  });
  const arrays = evaluateCoco(groundTruth, detections.columns, parameters);
  return { arrays, stats: summarizeArrays(arrays, parameters).map((line) => line.value) };
}

const sha256 = (values: Float64Array): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');

describe.skipIf(!hasFixtures)('pairs of files that pycocotools has judged', () => {
  const folders = hasFixtures ? readdirSync(CASES) : [];
  for (const folder of folders) {
    const about = JSON.parse(readFileSync(join(CASES, folder, 'case.json'), 'utf8')) as {
      tier: string;
      options?: Record<string, unknown>;
    };
    const { expected } = JSON.parse(readFileSync(join(CASES, folder, 'expected.json'), 'utf8')) as {
      expected: Partial<Record<IouType, Expected>>;
    };
    for (const [type, answer] of Object.entries(expected) as [IouType, Expected][]) {
      const run = () =>
        evaluateFiles(join(CASES, folder, 'gt.json'), join(CASES, folder, 'dt.json'), type, about.options);
      if (about.tier === 'refuse') {
        it(`${folder}: refuses and says where`, () => {
          expect(run).toThrow(/^dt\.json, line \d+, column \d+: score is missing$/);
        });
      } else {
        it(`${folder} (${type}): the same stats and arrays, bit for bit`, () => {
          const { arrays, stats } = run();
          expect(stats).toEqual(answer.stats);
          for (const name of ['precision', 'recall', 'scores'] as const) {
            expect(arrayShape(arrays, name)).toEqual(answer.shapes[name]);
            expect(sha256(transposeArray(arrays, name)), name).toBe(answer.sha256[name]);
          }
        });
      }
    }
  }
});

describe.skipIf(!existsSync(join(FIXTURES, 'coco')))('the official example detections', () => {
  const lines = hasFixtures
    ? readFileSync(join(FIXTURES, 'coco/val2014_fake_eval_res.txt'), 'utf8').split('type=').slice(1)
    : [];
  for (const block of lines) {
    const type = block.split('\n')[0].trim() as IouType;
    const official = [...block.matchAll(/\] = (-?\d\.\d{3})/g)].map((match) => match[1]);
    // The ground truth at hand holds no keypoints, so there is nothing to compare these with.
    it.skipIf(type === 'keypoints')(`${type}: the official numbers in all digits`, () => {
      const file = `instances_val2014_fake${type}100_results.json`;
      const gt = join(FIXTURES, 'coco/instances_val2014_100.json');
      const { stats } = evaluateFiles(gt, join(FIXTURES, 'coco', file), type);
      expect(stats.map((value) => value.toFixed(3))).toEqual(official);
    });
  }
});
