import type { Attribute, OntologyContent } from '../labels/ontology.ts';
import type { Loss, OntologyPart } from './format.ts';
import type { Survey } from './survey-dataset.ts';

const ALL: readonly OntologyPart[] = ['classes', 'colours', 'skeletons', 'attributes', 'rules'];

/** What of `ontology` a format that keeps `kept` leaves out; `given` are the parts that are somebody's work. */
export function planOntologyLosses(
  survey: Survey,
  ontology: OntologyContent,
  title: string,
  kept: readonly OntologyPart[] = [],
  given: readonly OntologyPart[] = ALL,
): Loss[] {
  const attributes = [...ontology.classes, ...ontology.classifications].flatMap((one) =>
    everyAttribute(one.attributes),
  );
  const counts: Record<OntologyPart, [what: string, count: number]> = {
    classes: [
      'class without objects',
      ontology.classes.filter(({ name }) => !survey.classes.has(name)).length,
    ],
    colours: ['colour of a class', ontology.classes.length],
    skeletons: ['skeleton', ontology.classes.filter(({ skeleton }) => skeleton !== undefined).length],
    attributes: ['definition of an attribute', attributes.length],
    rules: [
      'rule of an attribute',
      // Without a definition there is no rule to lose beside it.
      kept.includes('attributes') ? attributes.filter(hasRules).length : 0,
    ],
  };
  return ALL.filter((part) => given.includes(part) && !kept.includes(part)).map((part) => {
    const [what, count] = counts[part];
    return { what, count, reason: `${title} does not keep it` };
  });
}

function everyAttribute(attributes: readonly Attribute[]): Attribute[] {
  return attributes.flatMap((one) => [one, ...everyAttribute(questionsUnder(one))]);
}

function hasRules(attribute: Attribute): boolean {
  const { type, required, archived } = attribute;
  const isOpen = type === 'number' && (attribute.min === undefined) !== (attribute.max === undefined);
  const isShort = type === 'text' && attribute.maxLength !== undefined;
  return required || archived || isOpen || isShort || questionsUnder(attribute).length > 0;
}

function questionsUnder(attribute: Attribute): Attribute[] {
  return attribute.type === 'radio' ? attribute.options.flatMap((option) => option.attributes) : [];
}
