import { BOXES_ONLY } from '../box-capabilities.ts';
import type { Format } from '../format.ts';
import { parseOpenImages } from './parse-open-images.ts';
import { serializeOpenImages } from './serialize-open-images.ts';

const FLAGS = ['IsOccluded', 'IsTruncated', 'IsGroupOf', 'IsDepiction', 'IsInside', 'iscrowd', 'Source'];

/** Open Images V4 to V7 CSV (storage.googleapis.com/openimages/web/download.html). */
export const openImages: Format = {
  name: 'open-images',
  title: 'Open Images CSV',
  capabilities: {
    ...BOXES_ONLY,
    attributes: FLAGS,
    values: { '*': ['bit', 'switch'], Source: [] },
    classifications: 'tags',
    denials: true,
    confidence: true,
    splits: true,
    ontology: ['classes'],
    needsSize: { leavesOut: 'objects', because: 'Open Images writes fractions of the image' },
  },
  losses: ({ inFolders }) => [
    { what: 'folder of an image', count: inFolders, reason: 'Open Images knows the names of images only' },
  ],
  async detect(probe) {
    const listed = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of listed.filter((one) => /\.csv$/i.test(one)).slice(0, 10)) {
      if (/^\s*(MaskPath,)?ImageID,(Source,)?(LabelName|Subset)/.test(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  parse: parseOpenImages,
  serialize: serializeOpenImages,
};
