import type { Format } from '../format.ts';
import { parseVoc } from './parse-voc.ts';
import { serializeVoc } from './serialize-voc.ts';

/** Pascal VOC XML (host.robots.ox.ac.uk/pascal/VOC), as the development kit and LabelImg write it. */
export const voc: Format = {
  name: 'voc',
  title: 'Pascal VOC',
  capabilities: {
    shapes: ['box'],
    converts: {
      rotatedBox: 'written as the box around it',
      polygon: 'written as the box around it',
      polyline: 'written as the box around it',
      keypoints: 'written as the box around them',
      mask: 'written as the box around it',
      cuboid2d: 'written as the box around it',
      ellipse: 'written as the box around it',
    },
    attributes: 'any',
    classifications: 'none',
    confidence: false,
    tracks: false,
    splits: true,
    parts: false,
    holes: false,
    emptyImages: true,
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.xml$/i.test(one)).slice(0, 20)) {
      if (/<annotation[\s>]/.test(await probe.head(path))) return 0.9;
    }
    return candidates.some((path) => /(^|\/)Segmentation(Object|Class)\/[^/]+\.png$/i.test(path)) ? 0.8 : 0;
  },
  parse: parseVoc,
  serialize: serializeVoc,
};
