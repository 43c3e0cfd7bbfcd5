import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { transposeArray } from './coco-arrays.ts';
import { cocoParameters, type IouType } from './coco-parameters.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import { summarizeArrays } from './summarize-arrays.ts';

interface GoldenCase {
  name: string;
  type: IouType;
  options: {
    iouThrs?: number[];
    maxDets?: number[];
    useCats?: number;
    catIds?: number[];
    imgIds?: number[];
    areaRng?: [number, number][];
  };
  gt: unknown;
  dt: unknown;
  stats: number[];
  sha256: Record<'precision' | 'recall' | 'scores', string>;
}

const golden = JSON.parse(
  readFileSync(new URL('./evaluate-coco.golden.json', import.meta.url), 'utf8'),
) as GoldenCase[];

function evaluate(gt: unknown, dt: unknown, type: IouType, options: GoldenCase['options'] = {}, more = {}) {
  const groundTruth = readGroundTruth(memorySource('gt.json', JSON.stringify(gt)), type);
  const detections = readDetections(memorySource('dt.json', JSON.stringify(dt)), groundTruth, type);
  const names = ['all', 'small', 'medium', 'large'];
  const parameters = cocoParameters(type, {
    iouThresholds: options.iouThrs,
    maxDets: options.maxDets,
    useCategories: options.useCats === undefined ? undefined : options.useCats === 1,
    categoryIds: options.catIds,
    imageIds: options.imgIds,
    areas: options.areaRng?.map(([from, to], i) => ({ name: names[i], from, to })),
    ...more,
  });
  const arrays = evaluateCoco(groundTruth, detections.columns, parameters);
  return {
    arrays,
    stats: summarizeArrays(arrays, parameters).map((line) => line.value),
    groundTruth,
    detections,
  };
}

describe('the same bits as pycocotools', () => {
  for (const { name, type, options, gt, dt, stats, sha256 } of golden) {
    it(`${type}: ${name}`, () => {
      const result = evaluate(gt, dt, type, options);
      expect(result.stats).toEqual(stats);
      for (const array of ['precision', 'recall', 'scores'] as const) {
        const bytes = new Uint8Array(transposeArray(result.arrays, array).buffer);
        expect(createHash('sha256').update(bytes).digest('hex'), array).toBe(sha256[array]);
      }
    });
  }

  it('gives the same when classes are evaluated apart', () => {
    const { gt, dt, type } = golden[0];
    const whole = evaluate(gt, dt, type);
    const parameters = cocoParameters(type);
    const parts = [
      { from: 0, to: 1 },
      { from: 1, to: 3 },
    ].map((range) => evaluateCoco(whole.groundTruth, whole.detections.columns, parameters, range));
    const size = whole.arrays.precision.length / whole.arrays.classes;
    expect(parts[0].precision.subarray(0, size)).toEqual(whole.arrays.precision.subarray(0, size));
    expect(parts[1].precision.subarray(size)).toEqual(whole.arrays.precision.subarray(size));
    expect(parts[1].scores.subarray(size)).toEqual(whole.arrays.scores.subarray(size));
  });
});

const image = { id: 1, width: 100, height: 100 };
const box = (x: number, more = {}) => ({
  image_id: 1,
  category_id: 1,
  bbox: [x, 0, 10, 10],
  area: 100,
  iscrowd: 0,
  ...more,
});

describe('federated ground truth (LVIS)', () => {
  const gt = {
    images: [
      { ...image, neg_category_ids: [2], not_exhaustive_category_ids: [1] },
      { ...image, id: 2, neg_category_ids: [], not_exhaustive_category_ids: [] },
    ],
    categories: [1, 2].map((id) => ({ id, name: String(id) })),
    annotations: [box(0, { id: 1 }), box(0, { id: 2, image_id: 2, category_id: 2 })],
  };
  const wrong = { image_id: 1, category_id: 1, bbox: [50, 50, 10, 10], score: 0.95 };
  const right = [
    { ...box(0), score: 0.9 },
    { ...box(0), image_id: 2, category_id: 2, score: 0.5 },
  ];

  it('ignores wrong detections of classes that were not marked exhaustively', () => {
    const dt = [...right, wrong];
    expect(evaluate(gt, dt, 'bbox').stats[0]).toBeLessThan(0.8);
    expect(evaluate(gt, dt, 'bbox', {}, { isFederated: true }).stats[0]).toBeCloseTo(1, 12);
  });

  it('judges classes known to be absent and leaves out those that nobody checked', () => {
    const absent = [...right, { ...wrong, category_id: 2 }];
    expect(evaluate(gt, absent, 'bbox', {}, { isFederated: true }).stats[0]).toBeCloseTo(0.75, 12);
    const unchecked = [...right, { ...wrong, image_id: 2 }];
    expect(evaluate(gt, unchecked, 'bbox', {}, { isFederated: true }).stats[0]).toBeCloseTo(1, 12);
  });
});

describe('boxes around a group (Open Images)', () => {
  const gt = {
    images: [image],
    categories: [{ id: 1, name: 'a' }],
    annotations: [box(0, { id: 1, bbox: [0, 0, 80, 80], area: 6400, is_group_of: 1 }), box(85, { id: 2 })],
  };
  const dt = [
    { ...box(5), score: 0.9 },
    { ...box(25), score: 0.8 },
    { ...box(85), score: 0.7 },
  ];

  it('count once, however many detections lie inside', () => {
    const { stats } = evaluate(gt, dt, 'bbox', {}, { hasGroups: true });
    expect(stats[0]).toBeCloseTo(1, 12);
    expect(evaluate(gt, dt, 'bbox').stats[0]).toBeLessThan(0.5);
  });

  it('are missed when nothing lies inside', () => {
    const { stats } = evaluate(gt, [dt[2]], 'bbox', {}, { hasGroups: true });
    expect(stats[8]).toBeCloseTo(0.5, 12);
  });
});

describe('ids that are texts', () => {
  it('work like numbers', () => {
    const gt = {
      images: [
        { ...image, id: 'b' },
        { ...image, id: 'a' },
      ],
      categories: [{ id: 'cat', name: 'cat' }],
      annotations: [box(0, { id: 'x', image_id: 'a', category_id: 'cat' })],
    };
    const { stats } = evaluate(gt, [{ ...box(0), image_id: 'a', category_id: 'cat', score: 1 }], 'bbox');
    expect(stats[0]).toBeCloseTo(1, 12);
  });
});
