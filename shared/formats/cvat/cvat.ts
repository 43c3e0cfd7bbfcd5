import type { Format } from '../format.ts';
import { parseCvat } from './parse-cvat.ts';
import { serializeCvat } from './serialize-cvat.ts';

/** CVAT for images 1.1 and CVAT for video 1.1 (docs.cvat.ai, "CVAT format"). */
export const cvat: Format = {
  name: 'cvat',
  title: 'CVAT 1.1',
  capabilities: {
    shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'keypoints', 'mask', 'cuboid2d', 'ellipse'],
    converts: {},
    attributes: 'any',
    classifications: 'answers',
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
      if (/<annotations[\s>]/.test(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  parse: parseCvat,
  serialize: serializeCvat,
};
