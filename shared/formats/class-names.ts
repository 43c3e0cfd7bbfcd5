import type { OntologyContent } from '../labels/ontology.ts';

/** Class names in the ontology's order, each once, though a name may stand for several classes of different shapes. */
export function classNames(ontology: OntologyContent): string[] {
  return [...new Set(ontology.classes.map((one) => one.name))];
}
