import type { AttributeValues } from '../../../../shared/labels/attributes.ts';
import type { Attribute } from '../../../../shared/labels/ontology.ts';

/** Answers in words, in the order of the questions: "Rain · Heavy". Empty when nothing was answered. */
export function answersText(attributes: readonly Attribute[], values: AttributeValues): string {
  return attributes.flatMap((attribute) => partsOf(attribute, values)).join(' · ');
}

function partsOf(attribute: Attribute, values: AttributeValues): string[] {
  const value = values[attribute.id];
  if (value === undefined) return [];
  if (attribute.type === 'radio') {
    const option = attribute.options.find(({ id }) => id === value);
    if (option === undefined) return [];
    return [option.name, ...option.attributes.flatMap((below) => partsOf(below, values))];
  }
  if (attribute.type === 'checklist' && Array.isArray(value)) {
    const names = attribute.options.filter(({ id }) => value.includes(id)).map(({ name }) => name);
    return names.length === 0 ? [] : [names.join(', ')];
  }
  return [String(value)];
}
