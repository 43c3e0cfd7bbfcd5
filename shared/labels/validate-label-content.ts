import type { LabelContent } from './label-document.ts';
import type { LabelObject } from './label-object.ts';
import type { LabelProblem } from './label-problem.ts';
import type { OntologyClass, OntologyContent } from './ontology.ts';
import { validateAnswers } from './validate-answers.ts';
import { validateShape } from './validate-shape.ts';
import type { ImageSize } from './validate-shape.ts';

/** Everything that an ontology and the image's size do not allow in a label document, object by object. */
export function validateLabelContent(
  content: LabelContent,
  ontology: OntologyContent,
  image: ImageSize,
): LabelProblem[] {
  const classes = new Map(ontology.classes.map((item) => [item.id, item]));
  const seen = new Set<string>();
  const problems: LabelProblem[] = [];
  for (const object of content.objects) {
    const add = (problem: Omit<LabelProblem, 'objectId'>): unknown =>
      problems.push({ ...problem, objectId: object.id });
    if (seen.has(object.id)) {
      add({ code: 'duplicate-id', severity: 'error', message: 'Two objects have the same id.' });
    }
    seen.add(object.id);
    checkClass(object, classes.get(object.classId)).forEach(add);
    validateShape(object.shape, image).forEach(add);
  }
  return [...problems, ...checkClassifications(content, ontology)];
}

type Found = Omit<LabelProblem, 'objectId'>;

function checkClass(object: LabelObject, itsClass: OntologyClass | undefined): Found[] {
  if (itsClass === undefined) {
    return [
      {
        code: 'unknown-class',
        severity: 'error',
        message: 'The class of this object is not in the ontology; choose another.',
      },
    ];
  }
  const found: Found[] = [];
  if (itsClass.archived) {
    found.push({
      code: 'archived-class',
      severity: 'warning',
      message: `“${itsClass.name}” is archived; choose another class if one fits.`,
    });
  }
  if (itsClass.shape !== object.shape.type) {
    found.push({
      code: 'wrong-shape',
      severity: 'error',
      message: `“${itsClass.name}” is drawn as ${itsClass.shape}, not as ${object.shape.type}.`,
    });
  }
  const expected = itsClass.skeleton?.points.length;
  if (
    object.shape.type === 'keypoints' &&
    expected !== undefined &&
    object.shape.points.length !== expected
  ) {
    found.push({
      code: 'wrong-skeleton',
      severity: 'error',
      message: `“${itsClass.name}” has ${expected} points, this object ${object.shape.points.length}.`,
    });
  }
  return [...found, ...validateAnswers(itsClass.attributes, object.attributes)];
}

function checkClassifications(content: LabelContent, ontology: OntologyContent): LabelProblem[] {
  const problems: LabelProblem[] = [];
  const answered = new Set<string>();
  for (const { classificationId, answers } of content.classifications) {
    const asked = ontology.classifications.find((item) => item.id === classificationId);
    if (asked === undefined) {
      problems.push({
        code: 'unknown-classification',
        severity: 'error',
        message: 'The ontology has no such question about the image.',
        classificationId,
      });
      continue;
    }
    if (answered.has(classificationId)) {
      problems.push({
        code: 'duplicate-classification',
        severity: 'error',
        message: `“${asked.name}” is answered twice.`,
        classificationId,
      });
    }
    answered.add(classificationId);
    for (const found of validateAnswers(asked.attributes, answers))
      problems.push({ ...found, classificationId });
  }
  for (const asked of ontology.classifications) {
    if (asked.archived || answered.has(asked.id)) continue;
    for (const found of validateAnswers(asked.attributes, {})) {
      problems.push({ ...found, classificationId: asked.id });
    }
  }
  return problems;
}
