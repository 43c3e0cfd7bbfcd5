import type { OntologyClass, OntologyContent } from '../labels/ontology.ts';
import type { ShapeType } from '../labels/shape.ts';
import type { PredictedObject } from './predicted-object.ts';

const DRAWABLE: readonly ShapeType[] = ['box', 'mask', 'polygon', 'rotatedBox', 'ellipse'];

/**
 * The class of the ontology that a prediction becomes. By the model's own name for it, upper and lower case being
 * one; a model that names no classes gets `classId`, or the only class that an outline fits. Archived classes are out.
 */
export function classForPrediction(
  { className }: PredictedObject,
  ontology: OntologyContent,
  classId?: string,
): OntologyClass | undefined {
  const classes = ontology.classes.filter(({ archived, shape }) => !archived && DRAWABLE.includes(shape));
  if (className !== undefined) {
    const wanted = className.trim().toLowerCase();
    return classes.find(({ name }) => name.toLowerCase() === wanted);
  }
  if (classId !== undefined) return classes.find(({ id }) => id === classId);
  return classes.length === 1 ? classes[0] : undefined;
}
