import type { AttributeValue, AttributeValues } from '../labels/attributes.ts';
import type { LabelContent } from '../labels/label-document.ts';
import type { Attribute, OntologyContent } from '../labels/ontology.ts';
import type { ExchangeItem } from './exchange-item.ts';

/** Facts of the image that the labels belong to. */
export type LabelledImage = Pick<ExchangeItem, 'key' | 'width' | 'height' | 'sha256' | 'split'>;

/**
 * Makes `(image, labels) → ExchangeItem` for one ontology: ids of classes, attributes and options become their names.
 * What the ontology does not know keeps its id, so that nothing is lost.
 */
export function exchangeItemsOf(
  ontology: OntologyContent,
): (image: LabelledImage, labels: LabelContent) => ExchangeItem {
  const classes = new Map(ontology.classes.map((one) => [one.id, one.name]));
  const classifications = new Map(ontology.classifications.map((one) => [one.id, one.name]));
  const attributes = new Map<string, { name: string; options: Map<string, string> }>();
  for (const one of [...ontology.classes, ...ontology.classifications]) collect(one.attributes, attributes);

  function named(values: AttributeValues): AttributeValues {
    const result: AttributeValues = {};
    for (const [id, value] of Object.entries(values)) {
      const attribute = attributes.get(id);
      result[attribute?.name ?? id] = attribute ? optionNames(value, attribute.options) : value;
    }
    return result;
  }

  return (image, labels) => ({
    ...image,
    objects: labels.objects.map(({ classId, attributes: values, ...object }) => ({
      ...object,
      class: classes.get(classId) ?? classId,
      attributes: named(values),
    })),
    classifications: labels.classifications.map(({ id, classificationId, answers }) => ({
      id,
      name: classifications.get(classificationId) ?? classificationId,
      answers: named(answers),
    })),
  });
}

function collect(
  attributes: readonly Attribute[],
  into: Map<string, { name: string; options: Map<string, string> }>,
): void {
  for (const attribute of attributes) {
    const options = new Map<string, string>();
    if (attribute.type === 'radio' || attribute.type === 'checklist') {
      for (const option of attribute.options) options.set(option.id, option.name);
    }
    into.set(attribute.id, { name: attribute.name, options });
    if (attribute.type === 'radio') for (const option of attribute.options) collect(option.attributes, into);
  }
}

function optionNames(value: AttributeValue, options: Map<string, string>): AttributeValue {
  if (Array.isArray(value)) return value.map((one) => options.get(one) ?? one);
  return typeof value === 'string' ? (options.get(value) ?? value) : value;
}
