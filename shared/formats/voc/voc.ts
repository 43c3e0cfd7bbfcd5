import { BOXES_ONLY } from '../box-capabilities.ts';
import type { Format } from '../format.ts';
import { parseVoc } from './parse-voc.ts';
import { serializeVoc } from './serialize-voc.ts';

/** Pascal VOC XML (host.robots.ox.ac.uk/pascal/VOC), as the development kit and LabelImg write it. */
export const voc: Format = {
  name: 'voc',
  title: 'Pascal VOC',
  capabilities: {
    ...BOXES_ONLY,
    attributes: 'any',
    values: { '*': ['text', 'switch'] },
    splits: true,
    ontology: ['classes'],
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
