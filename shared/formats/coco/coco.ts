import type { Format } from '../format.ts';
import { COCO_CAPABILITIES, cocoCapabilitiesFor } from './coco-capabilities.ts';
import { looksLikeCoco } from './coco-groups.ts';
import { parseCoco } from './parse-coco.ts';
import { serializeCoco } from './serialize-coco.ts';

/** COCO: instances, keypoints, panoptic, captions, labels and results (cocodataset.org, "data format"). */
export const coco: Format = {
  name: 'coco',
  title: 'COCO',
  capabilities: COCO_CAPABILITIES,
  capabilitiesFor: cocoCapabilitiesFor,
  losses: ({ assets, objects }, { kind }) =>
    kind === 'results'
      ? [
          { what: 'name of an image', count: assets, reason: 'COCO results name images by numbers' },
          { what: 'size of an image', count: assets, reason: 'COCO results know images by number only' },
          { what: 'class name', count: objects, reason: 'COCO results name classes by numbers' },
        ]
      : [],
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 50)) {
      if (looksLikeCoco(await probe.head(path))) return 0.9;
    }
    return 0;
  },
  parse: parseCoco,
  serialize: serializeCoco,
};
