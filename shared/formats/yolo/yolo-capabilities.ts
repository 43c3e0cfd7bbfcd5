import { BOXES_ONLY } from '../box-capabilities.ts';
import type { Capabilities } from '../format.ts';
import type { YoloTask } from './read-yolo-line.ts';

/** What YOLO holds whatever the task; a dataset has one task, which narrows the shapes. */
export const YOLO_CAPABILITIES: Capabilities = {
  shapes: ['box', 'polygon', 'keypoints', 'rotatedBox'],
  converts: {
    mask: 'written as its outline',
    ellipse: 'written as a polygon of 72 points',
    polyline: 'written as the box around it',
    cuboid2d: 'written as the box around it',
  },
  attributes: ['bbox'],
  values: { bbox: ['text'] },
  classifications: 'tags alone',
  confidence: false,
  tracks: false,
  splits: true,
  parts: false,
  holes: false,
  emptyImages: true,
  ontology: ['classes'],
  needsSize: { leavesOut: 'objects', because: 'YOLO writes fractions of the image' },
};

const BOX_CORNERS = 'written by its four corners, read again as a rotated box of angle 0';

/** The shapes of each task, and what becomes of the others. Without a conversion an object is left out. */
export const YOLO_TASKS: Record<
  YoloTask | 'classify',
  Pick<Capabilities, 'shapes' | 'converts' | 'attributes' | 'classifications' | 'emptyImages'>
> = {
  detect: {
    shapes: ['box'],
    converts: BOXES_ONLY.converts,
    attributes: [],
    classifications: 'none',
    emptyImages: true,
  },
  segment: {
    shapes: ['box', 'polygon'],
    converts: {
      ...YOLO_CAPABILITIES.converts,
      rotatedBox: 'written as a polygon of its four corners',
      keypoints: 'written as the box around them',
    },
    attributes: [],
    classifications: 'none',
    emptyImages: true,
  },
  pose: {
    shapes: ['keypoints'],
    converts: {},
    attributes: ['bbox'],
    classifications: 'none',
    emptyImages: true,
  },
  obb: {
    shapes: ['rotatedBox'],
    converts: {
      ...BOXES_ONLY.converts,
      box: BOX_CORNERS,
      polygon: 'four corners are kept, others become the box around them',
    },
    attributes: [],
    classifications: 'none',
    emptyImages: true,
  },
  classify: { shapes: [], converts: {}, attributes: [], classifications: 'tags', emptyImages: false },
};
