import type { ShapeType } from '../labels/shape.ts';
import type { Format, Loss } from './format.ts';
import type { Survey } from './survey-dataset.ts';

/** What an export to `format` would leave out or change, known before it starts. */
export function planLosses(survey: Survey, format: Format): Loss[] {
  const can = format.capabilities;
  const losses: Loss[] = [];
  const add = (what: string, count: number, reason: string): void => {
    if (count > 0) losses.push({ what, count, reason });
  };
  for (const [shape, count] of Object.entries(survey.shapes) as [ShapeType, number][]) {
    if (can.shapes.includes(shape)) continue;
    const becomes = can.converts[shape];
    add(`shape ${shape}`, count, becomes ?? `${format.title} cannot hold it; the object is left out`);
  }
  if (!can.parts) add('parts of polygons', survey.parts, `${format.title} has one outline an object`);
  if (!can.holes) add('holes of polygons', survey.holes, can.holesBecome ?? `${format.title} has no holes`);
  for (const [name, count] of survey.metadata) {
    if (can.metadata !== 'any' && !can.metadata?.includes(name))
      add(`fact about the image ${name}`, count, `${format.title} has no place for it`);
  }
  if (can.attributes !== 'any') {
    for (const [name, count] of survey.attributes) {
      if (!can.attributes.includes(name))
        add(`attribute ${name}`, count, `${format.title} has no place for it`);
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
  else if (can.classifications === 'tags')
    add('answers of classifications', survey.answers, `${format.title} holds the tag, not its answers`);
  if (!can.confidence) add('confidence', survey.confidences, `${format.title} has no place for it`);
  if (!can.tracks) add('track', survey.tracks, `${format.title} has no tracks`);
  if (!can.splits && (survey.splits.size > 1 || !survey.splits.has('')))
    add('split', survey.assets, `${format.title} has no splits`);
  if (!can.emptyImages)
    add('image without labels', survey.emptyAssets, `${format.title} lists labelled images only`);
  return losses;
}
