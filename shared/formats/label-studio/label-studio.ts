import type { Format } from '../format.ts';
import { looksLikeLabelStudio } from './looks-like-label-studio.ts';
import { parseLabelStudio } from './parse-label-studio.ts';
import { serializeLabelStudio } from './serialize-label-studio.ts';

/** Label Studio JSON and JSON_MIN (labelstud.io/guide/export, "Label Studio JSON format"). */
export const labelStudio: Format = {
  name: 'label-studio',
  title: 'Label Studio JSON',
  capabilities: {
    shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'mask', 'ellipse', 'keypoints'],
    converts: { cuboid2d: 'written as the box around it' },
    attributes: 'any',
    values: { relations: ['list'], labels: ['list'], annotation_id: [] },
    details: ['id'],
    sources: ['manual', 'model'],
    classifications: 'answers',
    confidence: true,
    tracks: false,
    splits: false,
    parts: false,
    holes: false,
    emptyImages: true,
    needsSize: { leavesOut: 'objects', because: 'Label Studio writes percent of the image' },
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.json$/i.test(one)).slice(0, 20)) {
      if (looksLikeLabelStudio(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  losses: (survey) => [
    {
      what: 'keypoints of one object',
      count: survey.jointPoints,
      reason: 'Label Studio keypoints stand alone; every point is a region of its own',
    },
    {
      what: 'visibility of a point',
      count: survey.unseenPoints,
      reason: 'Label Studio points are all visible',
    },
    {
      what: 'answers of classifications',
      count: survey.answers + survey.captions,
      reason: 'Label Studio answers once to a control; they are named choices, number and text by their kind',
    },
  ],
  parse: parseLabelStudio,
  serialize: serializeLabelStudio,
};
