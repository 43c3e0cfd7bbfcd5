import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';

/** One field of the label model, and how to see whether it came through an export. */
export interface LabelField {
  /** What is put in beside the image: an object, or the whole dataset. */
  items: ExchangeItem[];
  ontology?: OntologyContent;
  /** What must be the same again. */
  read: (items: ExchangeItem[], ontology: OntologyContent) => unknown;
  /** How the loss that names it begins. */
  told: RegExp;
}
