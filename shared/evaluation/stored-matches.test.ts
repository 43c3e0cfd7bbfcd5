import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelObject } from '../labels/label-object.ts';
import { readTable } from '../tables/read-table.ts';
import { writeTable } from '../tables/write-table.ts';
import { cocoParameters } from './coco-parameters.ts';
import { crowdObjects } from './crowd-objects.ts';
import { curvesAt } from './curves-at.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import { leaveOutCrowds } from './leave-out-crowds.ts';
import type { MatchColumns } from './match-columns.ts';
import { matchImage } from './match-image.ts';
import { addMatches, appendTables, matchTables } from './match-tables.ts';
import type { MatchRows } from './match-tables.ts';
import { rowsToColumns } from './rows-to-columns.ts';
import { summarizeArrays } from './summarize-arrays.ts';
import { indexMatches } from './threshold-index.ts';
import { viewAtThresholds } from './view-at-thresholds.ts';

const CLASSES = ['ruby', 'opal'];
const CLASS_OF = new Map(CLASSES.map((name, index) => [name, index]));
const IMAGE = {
  assetId: 'a',
  taskId: 't',
  key: 'k.jpg',
  split: 'val',
  width: 100,
  height: 80,
  brightness: 0.5,
  contrast: 0.2,
  sharpness: 9,
};

function box(
  id: string,
  classId: string,
  x: number,
  y: number,
  width: number,
  height: number,
  confidence?: number,
) {
  const at = '2030-01-01T00:00:00.000Z';
  return {
    id,
    classId,
    shape: { type: 'box', x, y, width, height },
    attributes: {},
    source: 'manual',
    createdBy: 'a',
    createdAt: at,
    updatedBy: 'a',
    updatedAt: at,
    ...(confidence === undefined ? {} : { confidence }),
  } as LabelObject;
}

const columnsOf = (rows: MatchRows): MatchColumns => {
  const list = [...rows.predictions].sort((a, b) => b.score - a.score);
  return {
    image: Int32Array.from(list, ({ image }) => image),
    classIndex: Int32Array.from(list, ({ classIndex }) => classIndex),
    score: Float64Array.from(list, ({ score }) => score),
    iou: Float64Array.from(list, ({ iou }) => iou),
    duplicateIou: Float64Array.from(list, ({ duplicateIou }) => duplicateIou),
    truth: Int32Array.from(list, ({ truth }) => truth),
    otherIou: Float64Array.from(list, ({ otherIou }) => otherIou),
    otherTruth: Int32Array.from(list, ({ otherTruth }) => otherTruth),
  };
};
const truthsOf = (rows: MatchRows) => ({
  image: Int32Array.from(rows.truths, ({ image }) => image),
  classIndex: Int32Array.from(rows.truths, ({ classIndex }) => classIndex),
});

function matched(...images: { truths: LabelObject[]; predictions: LabelObject[] }[]): MatchRows {
  const rows: MatchRows = { images: [], predictions: [], truths: [] };
  for (const labels of images) addMatches(rows, IMAGE, matchImage(IMAGE, labels, CLASS_OF, 'bbox'));
  return rows;
}

test('thresholds decide what is right, twice found, confused, missed and of nothing', () => {
  const rows = matched({
    truths: [
      box('r', 'ruby', 0, 0, 10, 10),
      box('o', 'opal', 50, 50, 20, 20),
      box('m', 'opal', 80, 0, 10, 10),
    ],
    predictions: [
      box('right', 'ruby', 0, 0, 10, 8, 0.9),
      box('again', 'ruby', 0, 0, 10, 9, 0.8),
      box('confused', 'ruby', 50, 50, 20, 20, 0.7),
      box('nothing', 'opal', 0, 60, 10, 10, 0.6),
    ],
  });
  const view = viewAtThresholds(columnsOf(rows), truthsOf(rows), 2, { iou: 0.5, score: 0.5 });
  expect([...view.outcome]).toEqual([1, 3, 2, 5]);
  expect([...view.found]).toEqual([1, 2, 0]);
  expect(view.perClass).toEqual([
    { right: 1, wrong: 2, missed: 0 },
    { right: 0, wrong: 1, missed: 2 },
  ]);
  // truth ruby: found; truth opal: once called ruby, once missed; background: a second ruby, an opal of nothing.
  expect([...view.confusion]).toEqual([1, 0, 0, 1, 0, 1, 1, 1, 0]);

  const strict = viewAtThresholds(columnsOf(rows), truthsOf(rows), 2, { iou: 0.85, score: 0.5 });
  expect([...strict.outcome.subarray(0, 2)]).toEqual([4, 1]);
  const sure = viewAtThresholds(columnsOf(rows), truthsOf(rows), 2, { iou: 0.5, score: 0.85 });
  expect([...sure.outcome]).toEqual([1, 0, 0, 0]);
  const none = viewAtThresholds(columnsOf(rows), truthsOf(rows), 2, { iou: 0.5, score: 0 }, Uint8Array.of(0));
  expect(none.perClass[1]).toEqual({ right: 0, wrong: 0, missed: 0 });
});

test('stored rows of several shards come back as one, and give the COCO numbers of the labels', async () => {
  const first = matched({
    truths: [box('r', 'ruby', 0, 0, 10, 10)],
    predictions: [box('p', 'ruby', 0, 0, 10, 9, 0.9)],
  });
  const second = matched({
    truths: [box('o', 'opal', 5, 5, 40, 40)],
    predictions: [box('q', 'opal', 5, 5, 40, 40, 0.4)],
  });
  const all: MatchRows = { images: [], predictions: [], truths: [] };
  for (const rows of [first, second]) {
    const { images, predictions, truths } = matchTables(rows, false);
    appendTables(all, {
      images: await readTable(writeTable(images)),
      predictions: await readTable(writeTable(predictions)),
      truths: await readTable(writeTable(truths)),
    });
  }
  expect(all.predictions[1]).toMatchObject({ image: 1, truth: 1, objectId: 'q', iou: 1 });
  const { groundTruth, detections } = rowsToColumns(all, CLASSES, 'bbox');
  const parameters = cocoParameters('bbox');
  const [ap, ap50] = summarizeArrays(evaluateCoco(groundTruth, detections, parameters), parameters);
  // IoU 0.9 holds at nine of the ten thresholds.
  expect(ap.value).toBeCloseTo(0.95, 10);
  expect(ap50.value).toBeCloseTo(1, 10);
});

test('masks are compared as masks', () => {
  const image = { ...IMAGE };
  const triangle = {
    ...box('t', 'ruby', 0, 0, 1, 1),
    shape: {
      type: 'polygon',
      parts: [
        [
          [
            [0, 0],
            [40, 0],
            [0, 40],
          ],
        ],
      ],
    },
  } as LabelObject;
  const labels = { truths: [triangle], predictions: [box('p', 'ruby', 0, 0, 40, 40, 0.9)] };
  const { predictions, truths } = matchImage(image, labels, CLASS_OF, 'segm');
  expect(predictions[0].iou).toBeGreaterThan(0.45);
  expect(predictions[0].iou).toBeLessThan(0.55);
  expect(truths[0].rle).not.toBe('');
});

test('a curve at one IoU has the average precision of COCO where no two predictions want one object', () => {
  const found = fc.record({ at: fc.nat(9), shift: fc.nat(9), score: fc.nat(1000), isRuby: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(found, { maxLength: 10, selector: ({ at }) => at }), (list) => {
      const truths = Array.from({ length: 10 }, (_, i) => box(`t${i}`, CLASSES[i % 2], 10 * i, 0, 9, 20));
      const predictions = list.map(({ at, shift, score, isRuby }, i) =>
        box(`p${i}`, isRuby ? 'ruby' : 'opal', 10 * at, 2 * shift, 9, 20, (score + i / 100) / 1001),
      );
      const rows = matched({ truths, predictions });
      const curves = curvesAt(indexMatches(columnsOf(rows), truthsOf(rows), 2), 0.5);
      const { groundTruth, detections } = rowsToColumns(rows, CLASSES, 'bbox');
      const parameters = cocoParameters('bbox', { iouThresholds: [0.5] });
      const ap50 = summarizeArrays(evaluateCoco(groundTruth, detections, parameters), parameters)[1].value;
      expect((curves[0].averagePrecision + curves[1].averagePrecision) / 2).toBeCloseTo(ap50, 9);
    }),
    { numRuns: 60 },
  );
});

test('crowds are neither missed nor count against what lies in them, in the COCO numbers and at thresholds', async () => {
  const crowd = { ...box('crowd', 'ruby', 0, 0, 50, 50), attributes: { c: 'y' } } as LabelObject;
  const isCrowd = crowdObjects({
    classes: [
      {
        id: 'ruby',
        name: 'ruby',
        shape: 'box',
        color: '#ff0000',
        archived: false,
        attributes: [
          {
            id: 'c',
            name: 'Is crowd',
            type: 'radio',
            required: false,
            archived: false,
            options: [
              { id: 'y', name: 'Yes', archived: false, attributes: [] },
              { id: 'n', name: 'No', archived: false, attributes: [] },
            ],
          },
        ],
      },
    ],
  });
  expect(isCrowd({ ...crowd, attributes: { c: 'n' } })).toBe(false);
  const labels = {
    truths: [crowd, box('r', 'ruby', 70, 0, 10, 10)],
    predictions: [
      box('in', 'ruby', 5, 5, 10, 10, 0.9),
      box('in too', 'ruby', 20, 20, 10, 10, 0.8),
      box('right', 'ruby', 70, 0, 10, 10, 0.7),
    ],
  };
  const written: MatchRows = { images: [], predictions: [], truths: [] };
  addMatches(written, IMAGE, matchImage(IMAGE, labels, CLASS_OF, 'bbox', isCrowd));
  const tables = matchTables(written, false);
  const rows: MatchRows = { images: [], predictions: [], truths: [] };
  appendTables(rows, {
    images: await readTable(writeTable(tables.images)),
    predictions: await readTable(writeTable(tables.predictions)),
    truths: await readTable(writeTable(tables.truths)),
  });
  expect(rows).toEqual(written);

  const { groundTruth, detections } = rowsToColumns(rows, CLASSES, 'bbox');
  const parameters = cocoParameters('bbox');
  expect(summarizeArrays(evaluateCoco(groundTruth, detections, parameters), parameters)[0].value).toBeCloseTo(
    1,
  );
  const kept = leaveOutCrowds(columnsOf(rows), truthsOf(rows), {
    isCrowd: Int32Array.from(rows.truths, (one) => (one.isCrowd ? 1 : 0)),
    crowdIou: Float64Array.from(rows.predictions, (one) => one.crowdIou),
  });
  expect(kept).toMatchObject({ crowds: 1, ignored: 2 });
  const view = viewAtThresholds(kept.predictions, kept.truths, 2, { iou: 0.5, score: 0 });
  expect(view.perClass[0]).toEqual({ right: 1, wrong: 0, missed: 0 });
});
