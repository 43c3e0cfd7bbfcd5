import type { OntologyContent } from '../../labels/ontology.ts';

/** How many keypoints every object of a pose dataset has: those of the first skeleton; undefined without any. */
export function pointsOfPose(ontology: OntologyContent): number | undefined {
  return ontology.classes.find((one) => one.skeleton)?.skeleton?.points.length;
}
