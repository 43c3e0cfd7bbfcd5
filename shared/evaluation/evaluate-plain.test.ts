import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cocoParameters, type IouType } from './coco-parameters.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import { isPlain } from './evaluate-plain.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import { summarizeArrays } from './summarize-arrays.ts';

/** Few places, sizes and scores, so that overlaps, ties and the borders of the areas are met often. */
const box = fc.tuple(
  fc.constantFrom(0, 1, 4, 16, 40),
  fc.constantFrom(0, 2, 8),
  fc.constantFrom(8, 16, 31.9, 32, 96, 97),
  fc.constantFrom(8, 24, 32, 96),
);
const place = { image_id: fc.constantFrom(1, 2), category_id: fc.constantFrom(1, 2, 3), bbox: box };
const truth = fc.record({
  ...place,
  iscrowd: fc.constantFrom(0, 0, 0, 1),
  area: fc.constantFrom(1023.9, 1024, 1025, 9216, 300),
});
const found = fc.record({ ...place, score: fc.constantFrom(0, -0.5, 0.25, 0.5, 0.5000001, 0.9, 1) });
const changes = fc.record({
  maxDets: fc.constantFrom<number[][]>([1, 10, 100], [1, 2, 3], [2, 1]),
  iouThresholds: fc.constantFrom<number[][]>([0.5], [0, 0.1, 1], [0.9, 0.3], [0.5, 0.55, 0.75]),
  useCategories: fc.boolean(),
});

for (const iouType of ['bbox', 'segm'] as IouType[]) {
  it(`gives the bits of the engine in TypeScript: ${iouType}`, () => {
    fc.assert(
      fc.property(
        fc.array(truth, { maxLength: 14 }),
        fc.array(found, { maxLength: 24 }),
        changes,
        (truths, results, changed) => {
          const annotations = truths.map((one) => ({ ...one, segmentation: [ringOf(one.bbox)] }));
          const top = {
            images: [1, 2].map((id) => ({ id, width: 140, height: 110 })),
            categories: [1, 2, 3].map((id) => ({ id })),
          };
          const groundTruth = readGroundTruth(
            memorySource('gt.json', JSON.stringify({ ...top, annotations })),
            iouType,
          );
          const source = memorySource('dt.json', JSON.stringify(results));
          const { columns } = readDetections(source, groundTruth, iouType);
          const evaluate = (hasGroups: boolean) => {
            const parameters = cocoParameters(iouType, { ...changed, hasGroups });
            expect(isPlain(parameters, columns, groundTruth.annotations)).toBe(!hasGroups);
            const { precision, scores, recall } = evaluateCoco(groundTruth, columns, parameters);
            return Buffer.concat([precision, scores, recall].map((one) => Buffer.from(one.buffer)));
          };
          // No box is a group here, so looking for groups changes nothing but the way.
          expect(evaluate(false).equals(evaluate(true))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
}

interface Row {
  bbox: number[];
  /** As it stands in the file. */
  score?: string;
}

/** AP at one IoU of one image with one class, by the kernels and by the engine in TypeScript. */
function averagePrecisions(truths: Row[], results: Row[], iouThreshold: number): number[] {
  const listOf = (rows: Row[]): string =>
    rows
      .map(({ bbox, score }, i) => {
        const rest = score === undefined ? `"id": ${i + 1}` : `"score": ${score}`;
        return `{"image_id": 1, "category_id": 1, "bbox": [${bbox.join()}], ${rest}}`;
      })
      .join();
  const text = `{"images": [{"id": 1}], "categories": [{"id": 1}], "annotations": [${listOf(truths)}]}`;
  const groundTruth = readGroundTruth(memorySource('gt.json', text), 'bbox');
  const { columns } = readDetections(memorySource('dt.json', `[${listOf(results)}]`), groundTruth, 'bbox');
  return [false, true].map((hasGroups) => {
    const parameters = cocoParameters('bbox', { iouThresholds: [iouThreshold], hasGroups });
    return summarizeArrays(evaluateCoco(groundTruth, columns, parameters), parameters)[0].value;
  });
}

it('gives a detection the later of two objects that it overlaps alike', () => {
  const truths = [{ bbox: [0, 0, 10, 10] }, { bbox: [10, 0, 10, 10] }];
  const results = [
    { bbox: [5, 0, 10, 10], score: '0.9' },
    { bbox: [0, 0, 10, 10], score: '0.8' },
  ];
  for (const value of averagePrecisions(truths, results, 0.3)) expect(value).toBeCloseTo(1, 9);
});

it.each([
  ['1e-11', 10 + 1e-10],
  ['9e-11', 10 + 9e-10],
])('takes an IoU of 1 less %s for 1', (_, width) => {
  const results = [{ bbox: [0, 0, width, 10], score: '0.9' }];
  for (const value of averagePrecisions([{ bbox: [0, 0, 10, 10] }], results, 1)) {
    expect(value).toBeCloseTo(1, 9);
  }
});

it('takes an IoU of 1 less 2e-10 for less than 1', () => {
  const results = [{ bbox: [0, 0, 10 + 2e-9, 10], score: '0.9' }];
  for (const value of averagePrecisions([{ bbox: [0, 0, 10, 10] }], results, 1)) expect(value).toBe(0);
});

it('takes scores of 0 and -0 for equal, so that the order of the file decides', () => {
  const results = [
    { bbox: [0, 0, 10, 10], score: '-0.0' },
    { bbox: [50, 50, 10, 10], score: '0.0' },
  ];
  for (const value of averagePrecisions([{ bbox: [0, 0, 10, 10] }], results, 0.5)) {
    expect(value).toBeCloseTo(1, 9);
  }
});

function ringOf([x, y, width, height]: readonly number[]): number[] {
  return [x, y, x, y + height, x + width / 2, y + height, x + width, y + height, x + width, y];
}
