import { expect, test } from 'vitest';
import { OUTCOME, viewAtThresholds } from '../../../shared/evaluation/view-at-thresholds.ts';
import { flippedImages, scoreImages } from './compare-models.ts';
import type { Matches } from './load-matches.ts';
import { metricBins } from './metric-bins.ts';
import { orderByMetric } from './order-by-metric.ts';
import { findObjects } from './outcome-filter.ts';

/** Two images with an object each; `ious` are those of one prediction for each image. */
function model(ious: [number, number]): Matches {
  const boxes = () => ({
    x: new Float64Array(2),
    y: new Float64Array(2),
    width: new Float64Array(2),
    height: new Float64Array(2),
  });
  return {
    images: {
      assetId: ['a', 'b'],
      taskId: ['ta', 'tb'],
      key: ['a.png', 'b.png'],
      split: ['', ''],
      numbers: {
        width: Float64Array.of(9, 9),
        height: Float64Array.of(9, 9),
        brightness: Float64Array.of(0.7, 0.2),
        contrast: Float64Array.of(0.1, Number.NaN),
        sharpness: Float64Array.of(1, 2),
      },
    },
    predictions: {
      image: Int32Array.of(0, 1),
      classIndex: Int32Array.of(0, 0),
      score: Float64Array.of(0.9, 0.8),
      iou: Float64Array.from(ious),
      duplicateIou: Float64Array.of(-1, -1),
      truth: Int32Array.of(0, 1),
      otherIou: new Float64Array(2),
      otherTruth: Int32Array.of(-1, -1),
      ...boxes(),
    },
    truths: {
      image: Int32Array.of(0, 1),
      classIndex: Int32Array.of(0, 0),
      area: new Float64Array(2),
      ...boxes(),
    },
    crowds: 0,
    ignored: 0,
  };
}

const at = { iou: 0.5, score: 0.5 };
const seen = (matches: Matches) => viewAtThresholds(matches.predictions, matches.truths, 1, at);

test('two models differ on the images that flipped, the largest difference first', () => {
  const [good, bad] = [model([0.9, 0.9]), model([0.9, 0.2])];
  const scored = (matches: Matches) => ({ matches, scores: scoreImages(matches, seen(matches)) });
  expect(flippedImages(scored(good), scored(bad))).toEqual([
    { assetId: 'b', taskId: 'tb', key: 'b.png', own: 1, other: 0 },
  ]);
  expect(flippedImages(scored(good), scored(good))).toEqual([]);
});

test('bins go from the lowest value of a metric to the highest, without images that have none', () => {
  const matches = model([0.9, 0.2]);
  const { brightness, contrast } = matches.images.numbers;
  const bins = metricBins(matches, seen(matches), 'brightness', orderByMetric(brightness));
  expect(bins.map(({ from, f1 }) => [from, f1])).toEqual([
    [0.2, 0],
    [0.7, 1],
  ]);
  expect(orderByMetric(contrast)).toEqual([0]);
});

test('a count opens exactly its objects, also after images were filtered out', () => {
  const matches = model([0.9, 0.2]);
  const view = seen(matches);
  expect(view.outcome[1]).toBe(OUTCOME.misplaced);
  const missed = findObjects(matches, view, { kind: 'missed', classIndex: 0 }, undefined, 10);
  expect(missed).toMatchObject({ total: 1, objects: [{ of: 'truth', row: 1 }], images: [1] });
  const cell = { kind: 'cell', cell: { truth: 1, predicted: 0 } } as const;
  expect(findObjects(matches, view, cell, undefined, 10).total).toBe(1);
  const isKept = Uint8Array.of(1, 0);
  const kept = viewAtThresholds(matches.predictions, matches.truths, 1, at, isKept);
  expect(findObjects(matches, kept, { kind: 'missed' }, isKept, 10).total).toBe(0);
});
