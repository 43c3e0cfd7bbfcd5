import type { Capabilities, FormatSettings } from '../format.ts';

export const COCO_CAPABILITIES: Capabilities = {
  shapes: ['box', 'polygon', 'keypoints', 'mask'],
  converts: {
    rotatedBox: 'written as a polygon of its four corners',
    ellipse: 'written as a polygon of 72 points',
    polyline: 'written as the box around it',
    cuboid2d: 'written as the box around it',
  },
  attributes: 'any',
  values: { iscrowd: ['bit', 'switch'], ignore: ['bit', 'switch'], isthing: ['bit'] },
  captions: true,
  classifications: 'tags',
  confidence: true,
  tracks: true,
  splits: true,
  parts: true,
  holes: false,
  holesBecome:
    'the outline is written as a run-length mask, which keeps the hole (as outlines without holes with holes=fill)',
  emptyImages: true,
  ontology: ['classes', 'skeletons'],
};

/** One kind of COCO file holds less than the instances do. */
export function cocoCapabilitiesFor({ kind, holes }: FormatSettings): Capabilities {
  const all: Capabilities =
    holes === 'fill'
      ? { ...COCO_CAPABILITIES, holesBecome: 'the outline is written without its holes' }
      : COCO_CAPABILITIES;
  const labelsOnly: Capabilities = {
    ...all,
    shapes: [],
    converts: {},
    attributes: [],
    confidence: false,
    tracks: false,
    ontology: [],
  };
  switch (kind) {
    case 'instances':
      return { ...all, classifications: 'none', captions: false };
    case 'labels':
      return { ...labelsOnly, captions: false };
    case 'captions':
      return { ...labelsOnly, classifications: 'captions' };
    case 'results':
      return {
        ...all,
        attributes: [],
        tracks: false,
        classifications: 'none',
        emptyImages: false,
        ontology: [],
      };
    case 'panoptic':
      return {
        ...all,
        shapes: ['mask'],
        converts: {
          box: IN_PIXELS,
          rotatedBox: IN_PIXELS,
          polygon: IN_PIXELS,
          ellipse: IN_PIXELS,
          cuboid2d: IN_PIXELS,
        },
        attributes: ['iscrowd', 'isthing'],
        classifications: 'none',
        confidence: false,
        tracks: false,
        parts: true,
        holes: true,
        needsSize: { leavesOut: 'image', because: 'the panoptic format paints every pixel of the image' },
      };
    default:
      return all;
  }
}

const IN_PIXELS = 'written as its pixels';
