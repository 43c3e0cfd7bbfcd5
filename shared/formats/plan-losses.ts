import type { LabelSource } from '../labels/label-object.ts';
import type { OntologyContent } from '../labels/ontology.ts';
import type { ShapeType } from '../labels/shape.ts';
import type { Detail, Format, FormatSettings, Loss, OntologyPart } from './format.ts';
import { planOntologyLosses } from './plan-ontology-losses.ts';
import type { Survey, ValueKind } from './survey-dataset.ts';

const DETAILS: readonly [
  Detail,
  keyof Survey & ('ids' | 'classificationIds' | 'authors' | 'times' | 'hashes'),
  string,
][] = [
  ['id', 'ids', 'id of an object'],
  ['id of a classification', 'classificationIds', 'id of a classification'],
  ['author', 'authors', 'author'],
  ['time', 'times', 'time'],
  ['hash', 'hashes', 'hash of an image'],
];
const KINDS: Record<ValueKind, string> = {
  text: 'texts',
  number: 'numbers',
  bit: 'numbers',
  list: 'lists',
  switch: 'switches',
};

/**
 * What an export to `format` would leave out or change, known before it starts. `given` are the parts of the ontology
 * that are somebody's work; left out: all. A file that says nothing of colours loses none.
 */
export function planLosses(
  survey: Survey,
  format: Format,
  {
    settings = {},
    ontology,
    given,
  }: { settings?: FormatSettings; ontology?: OntologyContent; given?: readonly OntologyPart[] } = {},
): Loss[] {
  const can = format.capabilitiesFor?.(survey, settings, ontology) ?? format.capabilities;
  const losses: Loss[] = [];
  const add = (what: string, count: number, reason: string): void => {
    if (count > 0) losses.push({ what, count, reason });
  };
  for (const [shape, count] of Object.entries(survey.shapes) as [ShapeType, number][]) {
    if (can.shapes.includes(shape)) continue;
    const becomes = can.converts[shape];
    add(`shape ${shape}`, count, becomes ?? `${format.title} cannot hold it; the object is left out`);
  }
  if (can.needsSize?.leavesOut === 'image')
    add('image of unknown size', survey.withoutSize, `${can.needsSize.because}; left out`);
  else if (can.needsSize)
    add('object on an image of unknown size', survey.unsizedObjects, `${can.needsSize.because}; left out`);
  // Where a polygon becomes a box or pixels, that says all.
  const hasPolygons = can.shapes.includes('polygon');
  if (!can.parts && hasPolygons)
    add('parts of polygons', survey.parts, `${format.title} has one outline an object`);
  if (!can.holes && hasPolygons)
    add('holes of polygons', survey.holes, can.holesBecome ?? `${format.title} has no holes`);
  for (const [name, count] of survey.metadata) {
    if (can.metadata !== 'any' && !can.metadata?.includes(name))
      add(`fact about the image ${name}`, count, `${format.title} has no place for it`);
  }
  for (const [name, counts] of survey.attributes) {
    const isHeld = can.attributes === 'any' || can.attributes.includes(name);
    const held = can.values?.[name] ?? can.values?.['*'];
    for (const [kind, count] of Object.entries(counts) as [ValueKind, number][]) {
      if (!isHeld) add(`attribute ${name}`, count, `${format.title} has no place for it`);
      else if (held && !held.includes(kind) && !(kind === 'bit' && held.includes('number')))
        add(`attribute ${name}`, count, `${format.title} does not keep ${KINDS[kind]} there as they are`);
    }
  }
  if (can.classifications === 'none')
    add('classifications', survey.classifications, `${format.title} has objects only`);
  else if (can.classifications === 'tags alone' && survey.objects > 0)
    add(
      'classifications',
      survey.classifications,
      `${format.title} holds them only where there are no objects`,
    );
  else if (can.classifications === 'captions')
    add(
      'classifications',
      survey.classifications - survey.captions,
      `these ${format.title} files hold captions only`,
    );
  else {
    if (can.classifications === 'tags')
      add('answers of classifications', survey.answers, `${format.title} holds the tag, not its answers`);
    if (can.classifications === 'tags' && !can.captions)
      add('answers of classifications', survey.captions, `${format.title} has no captions`);
    if (!can.denials) add('denied tag', survey.denials, `${format.title} has no tag that says no`);
  }
  if (!can.confidence) add('confidence', survey.confidences, `${format.title} has no place for it`);
  if (!can.tracks) add('track', survey.tracks, `${format.title} has no tracks`);
  if (!can.splits && (survey.splits.size > 1 || !survey.splits.has('')))
    add('split', survey.assets, `${format.title} has no splits`);
  if (!can.emptyImages)
    add('image without labels', survey.emptyAssets, `${format.title} lists labelled images only`);
  for (const [detail, counted, what] of DETAILS) {
    if (!can.details?.includes(detail)) add(what, survey[counted], `${format.title} does not keep it`);
  }
  for (const [source, count] of Object.entries(survey.sources) as [LabelSource, number][]) {
    if (!can.sources?.includes(source)) add(`source ${source}`, count, `${format.title} does not keep it`);
  }
  const special = format.losses?.(survey, settings, ontology) ?? [];
  const ofOntology = ontology ? planOntologyLosses(survey, ontology, format.title, can.ontology, given) : [];
  return [...losses, ...special, ...ofOntology].filter(({ count }) => count > 0);
}
