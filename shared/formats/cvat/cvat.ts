import type { OntologyContent } from '../../labels/ontology.ts';
import type { Capabilities, Format } from '../format.ts';
import { parseCvat } from './parse-cvat.ts';
import { pointsBeyond } from '../points-beyond.ts';
import type { Survey } from '../survey-dataset.ts';
import { serializeCvat } from './serialize-cvat.ts';

const IMAGES: Capabilities = {
  shapes: ['box', 'rotatedBox', 'polygon', 'polyline', 'keypoints', 'mask', 'cuboid2d', 'ellipse'],
  converts: {},
  attributes: 'any',
  values: {
    '*': ['text', 'number', 'switch'],
    occluded: ['bit', 'switch'],
    z_order: ['number'],
    group_id: ['number'],
  },
  captions: true,
  ontology: ['classes', 'colours', 'skeletons', 'attributes'],
  sources: ['manual', 'model', 'import'],
  classifications: 'answers',
  confidence: false,
  tracks: false,
  splits: true,
  parts: false,
  holes: false,
  emptyImages: true,
};

/** Tracks only: nothing is said about a frame, and a frame without labels is one more number. */
const VIDEO: Capabilities = {
  ...IMAGES,
  values: { ...IMAGES.values, keyframe: ['bit', 'switch'] },
  classifications: 'none',
  tracks: true,
  splits: false,
  emptyImages: false,
};

/** CVAT for images 1.1 and CVAT for video 1.1 (docs.cvat.ai, "CVAT format"). */
export const cvat: Format = {
  name: 'cvat',
  title: 'CVAT 1.1',
  capabilities: IMAGES,
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.xml$/i.test(one)).slice(0, 20)) {
      if (/<annotations[\s>]/.test(await probe.head(path))) return 0.95;
    }
    return 0;
  },
  capabilitiesFor: (_survey, { kind }) => (kind === 'video' ? VIDEO : IMAGES),
  losses: (survey, { kind }, ontology) => [
    {
      what: 'visibility of a point',
      count: unseenWithoutSkeleton(survey, ontology),
      reason: 'CVAT points without a skeleton are all visible',
    },
    {
      what: 'keypoint',
      count: beyondSkeletons(survey, ontology),
      reason: 'CVAT knows the points of the skeleton; those beyond are left out',
    },
    {
      what: 'name of an image',
      count: kind === 'video' ? survey.assets : 0,
      reason: 'CVAT videos have numbered frames',
    },
    {
      what: 'name of a track',
      count: kind === 'video' ? survey.namedTracks : 0,
      reason: 'CVAT tracks are numbered',
    },
    {
      what: 'attribute keyframe',
      count: kind === 'video' ? 0 : sumOf(survey.attributes.get('keyframe')),
      reason: 'CVAT marks the frames of videos only',
    },
    {
      what: 'answers of classifications',
      count: kind === 'video' ? 0 : survey.answerLists,
      reason: 'CVAT has one answer to a question; lists are written as one text',
    },
  ],
  parse: parseCvat,
  serialize: serializeCvat,
};

function unseenWithoutSkeleton({ unseenPointsOf }: Survey, ontology: OntologyContent | undefined): number {
  const skeletons = new Set(ontology?.classes.filter((one) => one.skeleton).map(({ name }) => name));
  return [...unseenPointsOf].reduce((sum, [name, count]) => sum + (skeletons.has(name) ? 0 : count), 0);
}

function beyondSkeletons({ pointCounts }: Survey, ontology: OntologyContent | undefined): number {
  return (ontology?.classes ?? []).reduce(
    (sum, { name, skeleton }) =>
      sum + (skeleton ? pointsBeyond(pointCounts.get(name) ?? new Map(), skeleton.points.length) : 0),
    0,
  );
}

function sumOf(counts: Readonly<Record<string, number>> = {}): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
