import type { Format } from '../format.ts';
import { looksLikeLabelStudio } from './looks-like-label-studio.ts';
import { parseLabelStudio } from './parse-label-studio.ts';
import { serializeLabelStudio } from './serialize-label-studio.ts';

/** Label Studio JSON and JSON_MIN (labelstud.io/guide/export, "Label Studio JSON format"). */
export const labelStudio: Format = {
  name: 'label-studio',
  title: 'Label Studio JSON',
  capabilities: {
    shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'mask', 'ellipse', 'keypoints'],
    converts: { cuboid2d: 'written as the box around it' },
    attributes: 'any',
    classifications: 'answers',
    confidence: true,
    tracks: false,
    splits: false,
    parts: false,
    holes: false,
    emptyImages: true,
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 20)) {
      if (looksLikeLabelStudio(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  parse: parseLabelStudio,
  serialize: serializeLabelStudio,
};
