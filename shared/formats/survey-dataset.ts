import type { ShapeType } from '../labels/shape.ts';
import type { ExchangeItem } from './exchange-item.ts';

/** What a dataset holds, counted in one pass: what an export must be able to carry. */
export interface Survey {
  assets: number;
  objects: number;
  classifications: number;
  answers: number;
  emptyAssets: number;
  withoutSize: number;
  splits: Set<string>;
  shapes: Partial<Record<ShapeType, number>>;
  classes: Map<string, number>;
  /** Number of values by attribute name. */
  attributes: Map<string, number>;
  confidences: number;
  tracks: number;
  /** Polygon parts beyond the first of their object, and holes. */
  parts: number;
  holes: number;
  /** Number of images by the name of a fact about them. */
  metadata: Map<string, number>;
}

export function emptySurvey(): Survey {
  return {
    assets: 0,
    objects: 0,
    classifications: 0,
    answers: 0,
    emptyAssets: 0,
    withoutSize: 0,
    splits: new Set(),
    shapes: {},
    classes: new Map(),
    attributes: new Map(),
    confidences: 0,
    tracks: 0,
    parts: 0,
    holes: 0,
    metadata: new Map(),
  };
}

/** Adds one item to the counts. */
export function surveyItem(survey: Survey, item: ExchangeItem): void {
  survey.assets++;
  survey.splits.add(item.split ?? '');
  if (item.width === undefined) survey.withoutSize++;
  for (const name in item.metadata) survey.metadata.set(name, (survey.metadata.get(name) ?? 0) + 1);
  if (item.objects.length === 0 && item.classifications.length === 0) survey.emptyAssets++;
  for (const { answers } of item.classifications) {
    survey.classifications++;
    survey.answers += Object.keys(answers).length;
  }
  for (const object of item.objects) {
    survey.objects++;
    const { shape } = object;
    survey.shapes[shape.type] = (survey.shapes[shape.type] ?? 0) + 1;
    survey.classes.set(object.class, (survey.classes.get(object.class) ?? 0) + 1);
    if (object.confidence !== undefined) survey.confidences++;
    if (object.trackId !== undefined) survey.tracks++;
    for (const name in object.attributes) survey.attributes.set(name, (survey.attributes.get(name) ?? 0) + 1);
    if (shape.type === 'polygon') {
      survey.parts += shape.parts.length - 1;
      for (const part of shape.parts) survey.holes += part.length - 1;
    }
  }
}
