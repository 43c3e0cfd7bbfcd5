import type { Box } from '../geometry/box.ts';
import type { LabelObject } from '../labels/label-object.ts';
import type { OntologyClass, OntologyContent } from '../labels/ontology.ts';

/** A box label, the prompt that it is, and the class that its outline gets. */
export interface BoxToOutline {
  object: LabelObject;
  prompt: Box;
  to: OntologyClass;
}

/**
 * The boxes among `objects` that a segmenter shall outline: those of `classId` or of every class, whose class (or
 * `toClassId`) is drawn as a mask or a polygon. Boxes without an extent are no prompts.
 */
export function boxesToOutline(
  objects: readonly LabelObject[],
  ontology: OntologyContent,
  { classId, toClassId }: { classId?: string; toClassId?: string },
): BoxToOutline[] {
  return objects.flatMap((object) => {
    const { shape } = object;
    if (shape.type !== 'box' || (classId !== undefined && object.classId !== classId)) return [];
    const to = ontology.classes.find(({ id }) => id === (toClassId ?? object.classId));
    if (!to || (to.shape !== 'mask' && to.shape !== 'polygon')) return [];
    const { x, y, width, height } = shape;
    return width > 0 && height > 0 ? [{ object, prompt: { x, y, width, height }, to }] : [];
  });
}
