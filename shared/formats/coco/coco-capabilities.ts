import type { Capabilities } from '../format.ts';

export const COCO_CAPABILITIES: Capabilities = {
  shapes: ['box', 'polygon', 'keypoints', 'mask'],
  converts: {
    rotatedBox: 'written as a polygon of its four corners',
    ellipse: 'written as a polygon of 72 points',
    polyline: 'written as the box around it',
    cuboid2d: 'written as the box around it',
  },
  attributes: 'any',
  classifications: 'tags',
  confidence: true,
  tracks: true,
  splits: true,
  parts: true,
  holes: false,
  holesBecome:
    'the outline is written as a run-length mask, which keeps the hole (as outlines without holes with holes=fill)',
  emptyImages: true,
};
