import { expect, it } from 'vitest';
import { cocoParameters } from './coco-parameters.ts';
import { evaluateCoco } from './evaluate-coco.ts';
import cases from './federated.golden.json' with { type: 'json' };
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import { meanOf } from './summarize-arrays.ts';

it.each(cases.map((one, i) => [i, one] as const))('case %i is scored as lvis-api does', (_, one) => {
  const groundTruth = readGroundTruth(memorySource('gt.json', JSON.stringify(one.truth)), 'bbox');
  const source = memorySource('dt.json', JSON.stringify(one.results));
  const { columns } = readDetections(source, groundTruth, 'bbox');
  const parameters = cocoParameters('bbox', { isFederated: true, maxDets: [300] });
  const arrays = evaluateCoco(groundTruth, columns, parameters);
  const ask = (
    of: 'precision' | 'recall',
    more: { threshold?: number; area?: string; classIndex?: number },
  ) => meanOf(arrays, parameters, { of, maxDets: 300, ...more });
  const sizes = ['small', 'medium', 'large'].map((area) => ask('precision', { area }));
  expect([ask('precision', {}), ask('precision', { threshold: 0.5 }), ...sizes, ask('recall', {})]).toEqual(
    [one.ap, one.ap50, one.aps, one.apm, one.apl, one.ar].map((value) => expect.closeTo(value, 12) as number),
  );
  expect(groundTruth.categories.map((__, classIndex) => ask('precision', { classIndex }))).toEqual(
    one.perClass.map((value) => expect.closeTo(value, 12) as number),
  );
});
