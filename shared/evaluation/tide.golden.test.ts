import { expect, it } from 'vitest';
import { cocoParameters } from './coco-parameters.ts';
import { detectionDetails } from './detection-details.ts';
import { memorySource } from './memory-source.ts';
import { readDetections } from './read-detections.ts';
import { readGroundTruth } from './read-ground-truth.ts';
import golden from './tide.golden.json' with { type: 'json' };

it.each(golden.cases.map((one, i) => [i, one] as const))(
  'case %i: errors are of the kinds that tidecv sees',
  (_, one) => {
    const groundTruth = readGroundTruth(memorySource('gt.json', JSON.stringify(one.truth)), 'bbox');
    const source = memorySource('dt.json', JSON.stringify(one.found));
    const { columns } = readDetections(source, groundTruth, 'bbox');
    const { errors } = detectionDetails(groundTruth, columns, cocoParameters('bbox'));
    expect(errors.counts).toEqual(one.counts);
  },
);
