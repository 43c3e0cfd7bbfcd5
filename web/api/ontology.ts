import type { OntologyContent } from '../../shared/labels/ontology.ts';

export interface Ontology extends OntologyContent {
  id: string;
  name: string;
  revision: number;
  savedAt: string;
}
