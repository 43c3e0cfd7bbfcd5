import type { Format } from '../format.ts';
import { parseLapidary } from './parse-lapidary.ts';
import { serializeLapidary } from './serialize-lapidary.ts';

/** Lapidary JSON: the lossless exchange format. */
export const lapidary: Format = {
  name: 'lapidary',
  title: 'Lapidary JSON',
  capabilities: {
    shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'keypoints', 'mask', 'cuboid2d', 'ellipse'],
    converts: {},
    attributes: 'any',
    classifications: 'answers',
    confidence: true,
    tracks: true,
    splits: true,
    parts: true,
    holes: true,
    emptyImages: true,
    denials: true,
    captions: true,
    metadata: 'any',
    ontology: ['classes', 'colours', 'skeletons', 'attributes', 'rules'],
    details: ['id', 'id of a classification', 'author', 'time', 'hash'],
    sources: ['manual', 'model', 'import', 'consensus'],
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 50)) {
      if (/^\s*\{\s*"lapidary"\s*:\s*1/.test(await probe.head(path))) return 1;
    }
    return 0;
  },
  parse: parseLapidary,
  serialize: serializeLapidary,
};
