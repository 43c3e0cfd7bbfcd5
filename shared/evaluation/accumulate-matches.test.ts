import { expect, it } from 'vitest';
import { cocoParameters } from './coco-parameters.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';

it.each([
  ['the kernels', false],
  ['TypeScript', true],
])('reaches a recall by division, as searchsorted does (7 of 25 are 0.28), in %s', (_name, hasGroups) => {
  const places = Array.from({ length: 25 }, (_, i) => ({
    image_id: 1,
    category_id: 1,
    bbox: [12 * i, 0, 10, 10],
  }));
  const groundTruth = readGroundTruth(
    memorySource(
      'gt.json',
      JSON.stringify({
        images: [{ id: 1, width: 400, height: 20 }],
        categories: [{ id: 1 }],
        annotations: places.map((one, i) => ({ ...one, id: i + 1, area: 100, iscrowd: 0 })),
      }),
    ),
    'bbox',
  );
  const found = places.slice(0, 7).map((one) => ({ ...one, score: 0.5 }));
  const source = memorySource('dt.json', JSON.stringify(found));
  const { columns } = readDetections(source, groundTruth, 'bbox');
  const parameters = cocoParameters('bbox', { maxDets: [100], iouThresholds: [0.5], hasGroups });
  const { precision } = evaluateCoco(groundTruth, columns, parameters);
  expect(0.28 * 25).toBeGreaterThan(7);
  expect(Array.from(precision.slice(27, 30), (value) => value > 0)).toEqual([true, true, false]);
});
