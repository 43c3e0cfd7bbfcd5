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
  capabilitiesFor: (_survey, settings) => cocoCapabilitiesFor(settings),
  losses({ assets, objects, unsizedHoles, neighbours }, { kind, holes }) {
    if (kind === 'panoptic')
      return [
        {
          what: 'overlap of objects',
          count: neighbours,
          reason: 'a pixel belongs to one segment; where objects of an image overlap, the later one has it',
        },
      ];
    if (kind === 'labels' || kind === 'captions') return [];
    const unsized = {
      what: 'hole on an image of unknown size',
      count: holes === 'fill' ? 0 : unsizedHoles,
      reason: 'a mask has the size of its image; the hole is filled',
    };
    return kind === 'results'
      ? [
          unsized,
          { what: 'name of an image', count: assets, reason: 'COCO results name images by numbers' },
          { what: 'size of an image', count: assets, reason: 'COCO results know images by number only' },
          { what: 'class name', count: objects, reason: 'COCO results name classes by numbers' },
        ]
      : [unsized];
  },
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
