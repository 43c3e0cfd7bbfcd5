import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyThresholdColumns, isMissedAt, isRightAt } from './any-threshold-columns.ts';
import { bootstrapInterval, pairedPermutationTest } from './bootstrap.ts';
import { calibrate } from './calibration.ts';
import { cocoParameters } from './coco-parameters.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { compareImages, detectionDetails } from './detection-details.ts';
import { pairDetections } from './detection-pairs.ts';
import { bestF1Threshold, scoreDetections } from './detection-scores.ts';
import { averagePrecision101, errorBreakdown } from './error-breakdown.ts';
import { chooseIouRow, evaluateCoco } from './evaluate-coco.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import { summarizeArrays } from './summarize-arrays.ts';
import { weightedAveragePrecision } from './weighted-ap.ts';

type Row = [image: number, category: number, x: number, score?: number];

/** Ten-pixel boxes in a line: boxes d pixels apart have an IoU of (10 − d) / (10 + d). */
function setUp(truths: Row[], detections: Row[], threshold = 0.5) {
  const gt = {
    images: [1, 2, 3].map((id) => ({ id, width: 100, height: 100 })),
    categories: [1, 2].map((id) => ({ id, name: `class ${id}` })),
    annotations: truths.map(([image_id, category_id, x, iscrowd = 0], i) => ({
      id: i + 1,
      image_id,
      category_id,
      bbox: [x, 0, 10, 10],
      area: 100,
      iscrowd,
    })),
  };
  const dt = detections.map(([image_id, category_id, x, score]) => ({
    image_id,
    category_id,
    bbox: [x, 0, 10, 10],
    score,
  }));
  const groundTruth = readGroundTruth(memorySource('gt', JSON.stringify(gt)), 'bbox');
  const { columns } = readDetections(memorySource('dt', JSON.stringify(dt)), groundTruth, 'bbox');
  const iouRow = chooseIouRow(groundTruth.annotations, columns, cocoParameters('bbox'), 0);
  const pairs = pairDetections(columns, groundTruth.annotations, 3, iouRow, threshold);
  return { groundTruth, columns, iouRow, pairs };
}

const sample = () =>
  setUp(
    [
      [1, 1, 0],
      [1, 2, 40],
      [2, 1, 0],
      [2, 2, 60, 1],
      [3, 2, 0],
    ],
    [
      [1, 1, 1, 0.9],
      [1, 1, 0, 0.8],
      [1, 1, 40, 0.7],
      [2, 1, 5, 0.6],
      [2, 2, 60, 0.5],
      [2, 1, 80, 0.4],
      [3, 1, 6, 0.3],
    ],
  );

describe('counts at a score threshold', () => {
  it('tell right, wrong and missed, and leave crowds out', () => {
    const { columns, groundTruth, pairs } = sample();
    const all = scoreDetections(pairs, columns, groundTruth.annotations, 3, 0);
    expect(all).toMatchObject({
      right: 1,
      wrong: 5,
      missed: 3,
      precision: 1 / 6,
      recall: 1 / 4,
      missRate: 3 / 4,
    });
    expect(all.averageIou).toBeCloseTo(9 / 11, 12);
    expect(all.wrongPerImage).toBeCloseTo(5 / 3, 12);
    expect(scoreDetections(pairs, columns, groundTruth.annotations, 3, 0.85)).toMatchObject({
      right: 1,
      wrong: 0,
    });
    expect(scoreDetections(pairs, columns, groundTruth.annotations, 3, 0, 1)).toMatchObject({
      right: 0,
      missed: 2,
    });
    expect(bestF1Threshold(pairs, columns, 4)).toEqual({ threshold: 0.9, f1: 0.4 });
  });

  it('are zero, not NaN, when there is nothing', () => {
    const { columns, groundTruth, pairs } = setUp([], []);
    expect(
      Object.values(scoreDetections(pairs, columns, groundTruth.annotations, 3, 0)).every((v) => v === 0),
    ).toBe(true);
  });
});

describe('the confusion matrix', () => {
  it('pairs across classes and fills the background', () => {
    const { columns, groundTruth, pairs, iouRow } = sample();
    const { counts, size } = confusionMatrix(pairs, columns, groundTruth.annotations, 2, iouRow, 0);
    const rows = [0, 1, 2].map((row) => [...counts.subarray(row * size, (row + 1) * size)]);
    expect(rows).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      [4, 0, 0],
    ]);
  });
});

describe('the error breakdown', () => {
  it('gives each wrong detection one reason', () => {
    const { columns, groundTruth, pairs } = sample();
    const { counts, gain, ap } = errorBreakdown(pairs, columns, groundTruth.annotations, 2);
    expect(counts).toEqual({ class: 1, localisation: 1, both: 1, duplicate: 1, background: 1, missed: 1 });
    expect(ap).toBeGreaterThan(0);
    expect(Object.values(gain).every((value) => value >= 0)).toBe(true);
  });

  it('starts from the AP50 of the COCO engine', () => {
    const { columns, groundTruth, pairs } = sample();
    const parameters = cocoParameters('bbox');
    const stats = summarizeArrays(evaluateCoco(groundTruth, columns, parameters), parameters);
    expect(errorBreakdown(pairs, columns, groundTruth.annotations, 2).ap).toBeCloseTo(stats[1].value, 12);
    const order = pairs.order.toSorted((a, b) => columns.score[b] - columns.score[a]);
    const weighted = weightedAveragePrecision(pairs, columns, groundTruth.annotations, order, [1, 1, 1], 2);
    expect(weighted).toBeCloseTo(stats[1].value, 12);
    expect(averagePrecision101([true, false, true], 2)).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 12);
  });
});

const rows = (max: number) =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 20 }),
    ),
    { maxLength: max },
  );

describe('columns for any threshold', () => {
  it('give what matching again at that threshold gives', () => {
    fc.assert(
      fc.property(rows(10), rows(25), fc.integer({ min: 1, max: 100 }), (truths, detections, percent) => {
        const { columns, groundTruth, pairs } = setUp(
          truths.map(([image, category, x]) => [image, category, x]),
          detections.map(([image, category, x, score]) => [image, category, x, score / 20]),
        );
        const any = anyThresholdColumns(pairs, groundTruth.annotations);
        const threshold = percent / 100;
        // Again, slowly: by score, each detection asks for its best ground truth and gets it when that is free.
        const taken = new Set<number>();
        for (const row of pairs.order) {
          const truth = pairs.sameTruth[row];
          const isRight = truth >= 0 && pairs.sameIou[row] >= threshold && !taken.has(truth);
          if (isRight) taken.add(truth);
          expect(isRightAt(any, row, threshold)).toBe(isRight);
        }
        for (let truth = 0; truth < groundTruth.annotations.count; truth++) {
          expect(isMissedAt(any, truth, threshold)).toBe(!taken.has(truth));
        }
        expect(columns.count).toBe(detections.length);
      }),
    );
  });
});

describe('pairs at 0.5', () => {
  it('count what the COCO engine counts', () => {
    fc.assert(
      fc.property(rows(8), rows(16), (truths, detections) => {
        const { columns, groundTruth, pairs } = setUp(
          truths.map(([image, category, x, crowd]) => [image, category, x, crowd > 17 ? 1 : 0]),
          detections.map(([image, category, x, score]) => [image, category, x, score / 20]),
        );
        const parameters = cocoParameters('bbox');
        const arrays = evaluateCoco(groundTruth, columns, parameters);
        for (const category of [0, 1]) {
          const { recall, right, missed } = scoreDetections(
            pairs,
            columns,
            groundTruth.annotations,
            3,
            0,
            category,
          );
          const cell = (category * 4 * 3 + 2) * 10;
          expect(arrays.recall[cell]).toBe(right + missed === 0 ? -1 : recall);
        }
      }),
    );
  });
});

describe('calibration', () => {
  it('bins by upper edge and weights the gaps', () => {
    const { bins, ece, mce } = calibrate([0, 0.1, 0.11, 0.95, 1], [0, 1, 0, 1, 1], 10);
    expect(bins[0]).toMatchObject({ count: 2, accuracy: 0.5, confidence: 0.05 });
    expect(bins[1].count).toBe(1);
    expect(bins[9]).toMatchObject({ count: 2, accuracy: 1 });
    expect(ece).toBeCloseTo((2 * 0.45 + 0.11 + 2 * 0.025) / 5, 12);
    expect(mce).toBeCloseTo(0.45, 12);
    expect(calibrate([], []).ece).toBe(0);
  });
});

describe('resampling', () => {
  it('brackets the mean and repeats itself', () => {
    const values = Array.from({ length: 80 }, (_, i) => (i * 37) % 11);
    const mean = (drawn: Int32Array): number => drawn.reduce((sum, i) => sum + values[i], 0) / drawn.length;
    const first = bootstrapInterval(80, mean);
    expect(first.low).toBeLessThan(first.value);
    expect(first.high).toBeGreaterThan(first.value);
    expect(first.high - first.low).toBeCloseTo(3.92 * Math.sqrt(10 / 80), 0);
    expect(bootstrapInterval(80, mean)).toEqual(first);
  });

  it('finds a steady difference and no difference in noise', () => {
    const base = Array.from({ length: 40 }, (_, i) => ((i * 13) % 7) / 7);
    const better = base.map((value) => value + 0.1);
    expect(pairedPermutationTest(base, better)).toMatchObject({
      difference: expect.closeTo(0.1, 9) as number,
    });
    expect(pairedPermutationTest(base, better).pValue).toBeLessThan(0.001);
    const noise = base.map((value, i) => value + (i % 2 === 0 ? 0.1 : -0.1));
    expect(pairedPermutationTest(base, noise).pValue).toBeGreaterThan(0.5);
  });
});

describe('the details of a report', () => {
  it('list the worst images first and compare two models', () => {
    const { groundTruth, columns } = sample();
    const parameters = cocoParameters('bbox');
    const details = detectionDetails(groundTruth, columns, parameters, {
      scoreThreshold: 0,
      bootstrapRounds: 20,
    });
    expect(details.worstImages.map((image) => image.id)).toEqual([2, 3, 1]);
    expect(details.confusion.labels).toEqual(['class 1', 'class 2', 'background']);
    expect(details.intervals!.f1.value).toBeCloseTo(details.overall.f1, 12);
    expect(compareImages(groundTruth, columns, columns, parameters)).toEqual({ difference: 0, pValue: 1 });
  });
});
