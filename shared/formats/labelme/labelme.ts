import type { Format } from '../format.ts';
import { looksLikeLabelMe, parseLabelMe } from './parse-labelme.ts';
import { serializeLabelMe } from './serialize-labelme.ts';

/** LabelMe JSON (github.com/wkentaro/labelme). */
export const labelme: Format = {
  name: 'labelme',
  title: 'LabelMe',
  capabilities: {
    shapes: ['box', 'polygon', 'polyline', 'keypoints', 'mask'],
    converts: {
      rotatedBox: 'written as a polygon of its four corners',
      ellipse: 'written as a circle, or a polygon of 72 points when its radii differ',
      cuboid2d: 'written as a polygon of its front face',
    },
    attributes: ['group_id', 'flags', 'description'],
    values: { group_id: ['number'], flags: ['list'], description: ['text', 'switch'] },
    classifications: 'none',
    confidence: false,
    tracks: false,
    splits: false,
    parts: false,
    holes: false,
    emptyImages: true,
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 20)) {
      if (looksLikeLabelMe(await probe.head(path))) return 0.9;
    }
    return 0;
  },
  losses: (survey) => [
    { what: 'keypoints of one object', count: survey.jointPoints, reason: 'LabelMe points stand alone' },
    { what: 'visibility of a point', count: survey.unseenPoints, reason: 'LabelMe points are all visible' },
  ],
  parse: parseLabelMe,
  serialize: serializeLabelMe,
};
