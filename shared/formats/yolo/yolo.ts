import type { OntologyContent } from '../../labels/ontology.ts';
import type { ShapeType } from '../../labels/shape.ts';
import type { Format, FormatSettings, Loss } from '../format.ts';
import { isImagePath } from '../image-index.ts';
import { pointsBeyond } from '../points-beyond.ts';
import type { Survey } from '../survey-dataset.ts';
import { looksLikeYolo, parseYolo } from './parse-yolo.ts';
import { pointsOfPose } from './points-of-pose.ts';
import { serializeYolo } from './serialize-yolo.ts';
import { YOLO_CAPABILITIES, YOLO_TASKS } from './yolo-capabilities.ts';
import type { YoloTask } from './read-yolo-line.ts';
import { yoloTask } from './yolo-task.ts';

/** YOLO: detect, segment, pose, obb and classify in Ultralytics' layout (docs.ultralytics.com/datasets). */
export const yolo: Format = {
  name: 'yolo',
  title: 'YOLO (Ultralytics)',
  capabilities: YOLO_CAPABILITIES,
  capabilitiesFor(survey, settings, ontology) {
    const task = taskOf(survey, settings, ontology);
    const hasConfidence = settings['confidence'] === 'true' && task !== 'pose' && task !== 'classify';
    return {
      ...YOLO_CAPABILITIES,
      ...YOLO_TASKS[task],
      ...(task === 'classify' ? { ontology: [], needsSize: undefined } : {}),
      confidence: hasConfidence,
    };
  },
  losses(survey, settings, ontology) {
    const task = taskOf(survey, settings, ontology);
    if (task === 'pose') return poseLosses(survey, ontology);
    if (task !== 'classify') return [];
    return [
      {
        what: 'name of a classification',
        count: survey.classifications,
        reason:
          'a folder is named after the answer or the tag, and read again as the answer of one classification',
      },
      { what: 'classification', count: survey.moreTags, reason: 'a folder holds one class an image' },
      { what: 'image without a tag', count: survey.untagged, reason: 'it has no folder to lie in; left out' },
    ];
  },
  async detect(probe) {
    if (probe.main !== undefined) {
      if (!/\.ya?ml$/i.test(probe.main)) return 0;
      return /^(names|train|nc)\s*:/m.test(await probe.head(probe.main)) ? 0.95 : 0;
    }
    const texts = probe.files
      .filter(({ path, size }) => /\.txt$/i.test(path) && size > 0 && !/classes|source|readme/i.test(path))
      .slice(0, 5);
    let hasLabels = false;
    for (const { path } of texts) hasLabels ||= looksLikeYolo(await probe.head(path));
    for (const { path } of probe.files) {
      if (!/\.ya?ml$/i.test(path) || !/^names\s*:/m.test(await probe.head(path))) continue;
      // Roboflow puts a data.yaml beside the pixels of DOTA as well (`labelTxt`), to be known by its lines.
      return hasLabels || !probe.files.some((file) => /(^|\/)labelTxt[^/]*\//.test(file.path)) ? 0.9 : 0.3;
    }
    if (hasLabels) return 0.7;
    // Images sorted into folders, and nothing else: classification.
    const images = probe.files.filter(({ path }) => isImagePath(path));
    const others = probe.files.filter(
      ({ path }) =>
        !isImagePath(path) && !/(^|\/)(readme|license|source|classes)[^/]*$|\.md$|\.cache$/i.test(path),
    );
    const areSorted =
      images.length > 0 && others.length === 0 && images.every(({ path }) => path.includes('/'));
    return areSorted ? 0.2 : 0;
  },
  parse: parseYolo,
  serialize: serializeYolo,
};

/** As the export chooses it, from the ontology; where that is not known, from the labels. */
function taskOf(
  survey: Survey,
  settings: FormatSettings,
  ontology: OntologyContent | undefined,
): YoloTask | 'classify' {
  return ontology
    ? yoloTask(
        settings,
        new Set(ontology.classes.map((one) => one.shape)),
        ontology.classifications.length > 0,
      )
    : yoloTask(settings, new Set(Object.keys(survey.shapes) as ShapeType[]), survey.classifications > 0);
}

/** All objects of a pose dataset have as many points as its first skeleton. */
function poseLosses({ pointCounts }: Survey, ontology: OntologyContent | undefined): Loss[] {
  const points = ontology && pointsOfPose(ontology);
  if (points === undefined) return [];
  const count = [...pointCounts.values()].reduce((sum, counts) => sum + pointsBeyond(counts, points), 0);
  return [{ what: 'keypoint', count, reason: `kpt_shape has ${points} points; those beyond are left out` }];
}
