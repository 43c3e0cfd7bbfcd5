import type { Capabilities } from './format.ts';

/** Formats that hold upright boxes and nothing else. */
export const BOXES_ONLY: Capabilities = {
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
  attributes: [],
  classifications: 'none',
  confidence: false,
  tracks: false,
  splits: false,
  parts: false,
  holes: false,
  emptyImages: true,
};
