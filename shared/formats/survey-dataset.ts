import type { AttributeValue } from '../labels/attributes.ts';
import type { LabelSource } from '../labels/label-object.ts';
import type { Shape, ShapeType } from '../labels/shape.ts';
import type { ExchangeClassification, ExchangeItem, ExchangeObject } from './exchange-item.ts';

/** A switch is "true" or "false", a bit the number 0 or 1. */
export type ValueKind = 'text' | 'number' | 'bit' | 'list' | 'switch';

/** What a dataset holds, counted in one pass: what an export must be able to carry. */
export interface Survey {
  assets: number;
  objects: number;
  classifications: number;
  /** Answers beyond that a tag is there or not, and those of them that are lists. */
  answers: number;
  answerLists: number;
  captions: number;
  denials: number;
  emptyAssets: number;
  /** Images whose size is not known, the objects on them and the holes in those. */
  withoutSize: number;
  unsizedObjects: number;
  unsizedHoles: number;
  /** Objects that share their image with others. */
  neighbours: number;
  splits: Set<string>;
  shapes: Partial<Record<ShapeType, number>>;
  classes: Map<string, number>;
  /** Number of values by attribute name and kind. */
  attributes: Map<string, Record<ValueKind, number>>;
  confidences: number;
  tracks: number;
  /** Polygon parts beyond the first of their object, and holes. */
  parts: number;
  holes: number;
  /** Number of images by the name of a fact about them. */
  metadata: Map<string, number>;
  /** Objects that have it. */
  ids: number;
  authors: number;
  times: number;
  sources: Partial<Record<LabelSource, number>>;
  /** Classifications with an id, images with a hash, images in a folder. */
  classificationIds: number;
  hashes: number;
  inFolders: number;
  /** Images without a tag. */
  untagged: number;
  /** Classifications beyond the first of their image. */
  moreTags: number;
  /** Keypoints of objects with more than one, and those that are hidden or not labelled. */
  jointPoints: number;
  unseenPoints: number;
  /** Hidden or not labelled keypoints by class. */
  unseenPointsOf: Map<string, number>;
  /** By class: objects by how many keypoints they have. */
  pointCounts: Map<string, Map<number, number>>;
  tiltedEllipses: number;
  /** Objects whose class has blanks in its name. */
  blanksInClass: number;
  /** Objects whose track is no number. */
  namedTracks: number;
}

export function emptySurvey(): Survey {
  return {
    assets: 0,
    objects: 0,
    classifications: 0,
    answers: 0,
    answerLists: 0,
    captions: 0,
    denials: 0,
    emptyAssets: 0,
    withoutSize: 0,
    unsizedObjects: 0,
    unsizedHoles: 0,
    neighbours: 0,
    splits: new Set(),
    shapes: {},
    classes: new Map(),
    attributes: new Map(),
    confidences: 0,
    tracks: 0,
    parts: 0,
    holes: 0,
    metadata: new Map(),
    ids: 0,
    authors: 0,
    times: 0,
    sources: {},
    classificationIds: 0,
    hashes: 0,
    inFolders: 0,
    untagged: 0,
    moreTags: 0,
    jointPoints: 0,
    unseenPoints: 0,
    unseenPointsOf: new Map(),
    pointCounts: new Map(),
    tiltedEllipses: 0,
    blanksInClass: 0,
    namedTracks: 0,
  };
}

/** Adds one item to the counts. */
export function surveyItem(survey: Survey, item: ExchangeItem): void {
  survey.assets++;
  survey.splits.add(item.split ?? '');
  if (item.width === undefined || item.height === undefined) {
    survey.withoutSize++;
    survey.unsizedObjects += item.objects.length;
    for (const { shape } of item.objects) survey.unsizedHoles += holesOf(shape);
  }
  if (item.objects.length > 1) survey.neighbours += item.objects.length;
  for (const name in item.metadata) survey.metadata.set(name, (survey.metadata.get(name) ?? 0) + 1);
  if (item.objects.length === 0 && item.classifications.length === 0) survey.emptyAssets++;
  if (item.sha256 !== undefined) survey.hashes++;
  if (item.key.includes('/')) survey.inFolders++;
  if (item.classifications.length === 0) survey.untagged++;
  else survey.moreTags += item.classifications.length - 1;
  for (const one of item.classifications) surveyClassification(survey, one);
  for (const object of item.objects) surveyObject(survey, object);
}

function surveyClassification(survey: Survey, { id, name, answers }: ExchangeClassification): void {
  survey.classifications++;
  if (id !== undefined) survey.classificationIds++;
  if (answers['present'] === 'no') survey.denials++;
  if (name === 'caption' && typeof answers['caption'] === 'string') {
    survey.captions++;
    survey.answers--;
  }
  for (const answer in answers) {
    if (answer === 'present') continue;
    survey.answers++;
    if (Array.isArray(answers[answer])) survey.answerLists++;
  }
}

function surveyObject(survey: Survey, object: ExchangeObject): void {
  survey.objects++;
  const { shape, source, attributes } = object;
  survey.shapes[shape.type] = (survey.shapes[shape.type] ?? 0) + 1;
  survey.classes.set(object.class, (survey.classes.get(object.class) ?? 0) + 1);
  if (/\s/.test(object.class)) survey.blanksInClass++;
  if (object.confidence !== undefined) survey.confidences++;
  if (object.trackId !== undefined) {
    survey.tracks++;
    if (!/^(0|[1-9]\d{0,5})$/.test(object.trackId)) survey.namedTracks++;
  }
  if (object.id !== undefined) survey.ids++;
  if (object.createdBy !== undefined || object.updatedBy !== undefined) survey.authors++;
  if (object.createdAt !== undefined || object.updatedAt !== undefined) survey.times++;
  if (source !== undefined) survey.sources[source] = (survey.sources[source] ?? 0) + 1;
  for (const name in attributes) {
    let kinds = survey.attributes.get(name);
    if (!kinds) survey.attributes.set(name, (kinds = { text: 0, number: 0, bit: 0, list: 0, switch: 0 }));
    kinds[kindOf(attributes[name])]++;
  }
  if (shape.type === 'polygon') {
    survey.parts += shape.parts.length - 1;
    survey.holes += holesOf(shape);
  } else if (shape.type === 'keypoints') {
    if (shape.points.length > 1) survey.jointPoints += shape.points.length;
    const count = shape.points.length;
    let counts = survey.pointCounts.get(object.class);
    if (!counts) survey.pointCounts.set(object.class, (counts = new Map<number, number>()));
    counts.set(count, (counts.get(count) ?? 0) + 1);
    const unseen = shape.points.filter(({ visibility }) => visibility < 2).length;
    if (unseen > 0) {
      survey.unseenPoints += unseen;
      survey.unseenPointsOf.set(object.class, (survey.unseenPointsOf.get(object.class) ?? 0) + unseen);
    }
  } else if (shape.type === 'ellipse' && shape.angle % 180 !== 0) survey.tiltedEllipses++;
}

function holesOf(shape: Shape): number {
  return shape.type === 'polygon' ? shape.parts.reduce((sum, part) => sum + part.length - 1, 0) : 0;
}

function kindOf(value: AttributeValue): ValueKind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return value === 0 || value === 1 ? 'bit' : 'number';
  return value === 'true' || value === 'false' ? 'switch' : 'text';
}
