import type { AttributeValue, AttributeValues } from '../labels/attributes.ts';
import type { LabelContent } from '../labels/label-document.ts';
import type { Attribute, OntologyContent } from '../labels/ontology.ts';
import type { ExchangeItem } from './exchange-item.ts';

/** The label document of a project, which speaks in ids, as an item that speaks in names. */
export function fromLabelContent(
  asset: Pick<ExchangeItem, 'key' | 'width' | 'height' | 'sha256' | 'split'>,
  content: LabelContent,
  ontology: OntologyContent,
): ExchangeItem {
  const classes = new Map(ontology.classes.map((one) => [one.id, one]));
  const classifications = new Map(ontology.classifications.map((one) => [one.id, one]));
  return {
    ...asset,
    objects: content.objects.map(({ classId, attributes, ...object }) => {
      const found = classes.get(classId);
      return {
        ...object,
        class: found?.name ?? classId,
        attributes: namesOf(attributes, found?.attributes ?? []),
      };
    }),
    classifications: content.classifications.map(({ id, classificationId, answers }) => {
      const found = classifications.get(classificationId);
      const named = namesOf(answers, found?.attributes ?? []);
      if (named['present'] === 'yes') delete named['present'];
      return { id, name: found?.name ?? classificationId, answers: named };
    }),
  };
}

function namesOf(values: AttributeValues, attributes: readonly Attribute[]): AttributeValues {
  const names = new Map<string, Attribute>();
  const visit = (list: readonly Attribute[]): void => {
    for (const one of list) {
      names.set(one.id, one);
      if (one.type === 'radio') for (const option of one.options) visit(option.attributes);
    }
  };
  visit(attributes);
  const result: AttributeValues = {};
  for (const [id, value] of Object.entries(values)) {
    const attribute = names.get(id);
    result[attribute?.name ?? id] = attribute ? named(value, attribute) : value;
  }
  return result;
}

function named(value: AttributeValue, attribute: Attribute): AttributeValue {
  if (attribute.type !== 'radio' && attribute.type !== 'checklist') return value;
  const nameOf = (id: string): string => attribute.options.find((option) => option.id === id)?.name ?? id;
  return Array.isArray(value) ? value.map(nameOf) : typeof value === 'string' ? nameOf(value) : value;
}
