import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countsAt } from './counts-at.ts';
import { curvesAt } from './curves-at.ts';
import type { MatchColumns, TruthColumns } from './match-columns.ts';
import { presenceCurve } from './presence-curve.ts';
import { indexMatches } from './threshold-index.ts';
import { viewAtThresholds } from './view-at-thresholds.ts';

const CLASSES = 3;
const IMAGES = 4;

/** Overlaps on and beside the steps of the slider, where a rounding would be seen. */
const overlap = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((step) => step / 100),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0.29 - Number.EPSILON / 4, 0.57 + Number.EPSILON / 2, 0.58 - Number.EPSILON / 2),
);

/** Truths of random classes, and predictions that belong to one of their class and touch one of another. */
const stored = fc
  .record({
    truths: fc.array(fc.record({ image: fc.nat(IMAGES - 1), ofClass: fc.nat(CLASSES - 1) }), {
      maxLength: 12,
    }),
    predictions: fc.array(
      fc.record({
        image: fc.nat(IMAGES - 1),
        ofClass: fc.nat(CLASSES - 1),
        score: fc.nat(10),
        same: fc.nat(),
        other: fc.nat(),
        iou: overlap,
        otherIou: overlap,
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ truths, predictions }): { predictions: MatchColumns; truths: TruthColumns } => {
    const list = predictions.toSorted((a, b) => b.score - a.score);
    const pick = (place: number, isWanted: (row: number) => boolean): number => {
      const rows = [...truths.keys()].filter(isWanted);
      return rows.length === 0 ? -1 : rows[place % rows.length];
    };
    const truth = list.map(({ image, ofClass, same }) =>
      pick(same, (row) => truths[row].image === image && truths[row].ofClass === ofClass),
    );
    const otherTruth = list.map(({ image, ofClass, other }) =>
      pick(other, (row) => truths[row].image === image && truths[row].ofClass !== ofClass),
    );
    const iou = list.map((one, row) => (truth[row] < 0 ? 0 : one.iou));
    return {
      predictions: {
        image: Int32Array.from(list, ({ image }) => image),
        classIndex: Int32Array.from(list, ({ ofClass }) => ofClass),
        score: Float64Array.from(list, ({ score }) => score / 10),
        iou: Float64Array.from(iou),
        duplicateIou: Float64Array.from(list, (_, row) =>
          Math.max(
            -1,
            ...iou.filter((__, before) => before < row && truth[row] >= 0 && truth[before] === truth[row]),
          ),
        ),
        truth: Int32Array.from(truth),
        otherIou: Float64Array.from(list, (one, row) => (otherTruth[row] < 0 ? 0 : one.otherIou)),
        otherTruth: Int32Array.from(otherTruth),
      },
      truths: {
        image: Int32Array.from(truths, ({ image }) => image),
        classIndex: Int32Array.from(truths, ({ ofClass }) => ofClass),
      },
    };
  });
const kept = fc.option(fc.uint8Array({ min: 0, max: 1, minLength: IMAGES, maxLength: IMAGES }), {
  nil: undefined,
});
const step = fc.integer({ min: 1, max: 100 });

/** Average precision of a class as COCO defines it, straight from the rows; NaN without objects. */
function slowCurve(
  { predictions, truths }: { predictions: MatchColumns; truths: TruthColumns },
  isKept: Uint8Array | undefined,
  isOfClass: (index: number) => boolean,
  iou: number,
): { precision: number[]; score: number[]; truths: number } {
  const counts = (image: number, index: number) => isKept?.[image] !== 0 && isOfClass(index);
  const asked = truths.image.filter((image, row) => counts(image, truths.classIndex[row])).length;
  const points: { recall: number; precision: number; score: number }[] = [];
  let [right, seen] = [0, 0];
  for (let row = 0; row < predictions.score.length; row++) {
    if (!counts(predictions.image[row], predictions.classIndex[row])) continue;
    seen++;
    const isRight =
      predictions.truth[row] >= 0 && predictions.iou[row] >= iou && predictions.duplicateIou[row] < iou;
    if (isRight)
      points.push({ recall: ++right / asked, precision: right / seen, score: predictions.score[row] });
  }
  const grid = Array.from({ length: 101 }, (_, point) =>
    points.filter(({ recall }) => recall * 100 + 1e-9 >= point),
  );
  return {
    precision: grid.map((reached) => Math.max(0, ...reached.map(({ precision }) => precision))),
    score: grid.map((reached) => reached[0]?.score ?? 0),
    truths: asked,
  };
}

test('the curves are those that the rows give, at every step of the IoU slider', () => {
  fc.assert(
    fc.property(stored, kept, step, (columns, isKept, at) => {
      const index = indexMatches(columns.predictions, columns.truths, CLASSES, isKept);
      curvesAt(index, at / 100).forEach((curve, place) => {
        const slow = slowCurve(columns, isKept, (of) => place === CLASSES || of === place, at / 100);
        expect([...curve.precision]).toEqual(slow.precision);
        expect([...curve.score]).toEqual(slow.score);
        expect(curve.truths).toBe(slow.truths);
        const mean = slow.precision.reduce((sum, one) => sum + one, 0) / 101;
        if (slow.truths === 0) expect(curve.averagePrecision).toBeNaN();
        else expect(curve.averagePrecision).toBeCloseTo(mean, 12);
      });
    }),
    { numRuns: 300 },
  );
});

test('the counts are those of a verdict for every row', () => {
  fc.assert(
    fc.property(stored, kept, step, fc.integer({ min: 0, max: 11 }), (columns, isKept, at, score) => {
      const { predictions, truths } = columns;
      const thresholds = { iou: at / 100, score: score / 10 };
      const counts = countsAt(indexMatches(predictions, truths, CLASSES, isKept), thresholds);
      const view = viewAtThresholds(predictions, truths, CLASSES, thresholds, isKept);
      expect(counts.perClass).toEqual(view.perClass);
      expect([...counts.confusion]).toEqual([...view.confusion]);
    }),
    { numRuns: 300 },
  );
});

test('an image is as sure of a class as its surest prediction of it', () => {
  const columns = (image: number[], classIndex: number[]) => ({
    image: Int32Array.from(image),
    classIndex: Int32Array.from(classIndex),
  });
  const none = Int32Array.of(-1, -1, -1, -1, -1);
  const predictions = {
    ...columns([0, 1, 2, 0, 3], [0, 0, 1, 0, 0]),
    score: Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5),
    iou: new Float64Array(5),
    duplicateIou: new Float64Array(5),
    truth: none,
    otherIou: new Float64Array(5),
    otherTruth: none,
  };
  const truths = columns([0, 0, 3], [0, 0, 0]);
  // By score: image 0 (there), 1 (not there), 3 (there), 2 (not there).
  const curve = presenceCurve(predictions, truths, 0, 4);
  expect(curve.thresholds).toEqual([Infinity, 0.9, 0.8, 0.5, 0]);
  expect(curve.truePositiveRate).toEqual([0, 0.5, 0.5, 1, 1]);
  expect(curve.falsePositiveRate).toEqual([0, 0, 0.5, 0.5, 1]);
  expect(curve.auc).toBe(0.75);
  expect(presenceCurve(predictions, truths, 0, 4, Uint8Array.of(1, 0, 1, 1)).auc).toBe(1);
  expect(presenceCurve(predictions, truths, 1, 4).auc).toBeNaN();
});
