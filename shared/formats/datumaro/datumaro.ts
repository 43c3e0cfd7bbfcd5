import type { Format } from '../format.ts';
import { looksLikeDatumaro } from './looks-like-datumaro.ts';
import { parseDatumaro } from './parse-datumaro.ts';
import { serializeDatumaro } from './serialize-datumaro.ts';

/** Datumaro JSON (openvinotoolkit.github.io/datumaro, "Datumaro format"). */
export const datumaro: Format = {
  name: 'datumaro',
  title: 'Datumaro JSON',
  capabilities: {
    shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'keypoints', 'mask', 'cuboid2d', 'ellipse'],
    converts: {},
    attributes: 'any',
    values: { iscrowd: ['bit', 'switch'], group_id: ['number'], z_order: ['number'] },
    captions: true,
    classifications: 'answers',
    confidence: true,
    tracks: true,
    splits: true,
    parts: false,
    holes: false,
    emptyImages: true,
    metadata: 'any',
    ontology: ['classes', 'skeletons'],
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 20)) {
      if (looksLikeDatumaro(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  losses: ({ tiltedEllipses }) => [
    { what: 'rotation of an ellipse', count: tiltedEllipses, reason: 'Datumaro ellipses are upright' },
  ],
  parse: parseDatumaro,
  serialize: serializeDatumaro,
};
