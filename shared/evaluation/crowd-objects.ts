import type { AttributeValue } from '../labels/attributes.ts';
import type { LabelObject } from '../labels/label-object.ts';
import type { Attribute, OntologyContent } from '../labels/ontology.ts';

/** Names of the attribute that marks a crowd, in small letters without anything else. */
const NAMES = new Set(['iscrowd', 'crowd']);
const YES = new Set(['1', 'true', 'yes', 'on']);

/**
 * Which labels are crowds: many objects under one outline, which COCO's evaluation neither counts nor punishes
 * predictions for. They are marked by an attribute `iscrowd` or `crowd` of their class: a number other than 0, the
 * option or text "1", "true", "yes" or "on", or a checklist with something in it.
 */
export function crowdObjects({
  classes,
}: Pick<OntologyContent, 'classes'>): (object: LabelObject) => boolean {
  const tests = new Map<string, (value: AttributeValue) => boolean>();
  for (const attribute of classes.flatMap(({ attributes }) => attributes)) {
    if (NAMES.has(attribute.name.toLowerCase().replaceAll(/[^a-z]/g, ''))) {
      tests.set(attribute.id, says(attribute));
    }
  }
  if (tests.size === 0) return () => false;
  return ({ attributes }) =>
    Object.entries(attributes).some(([id, value]) => tests.get(id)?.(value) === true);
}

function says(attribute: Attribute): (value: AttributeValue) => boolean {
  const names = new Map(
    attribute.type === 'radio' ? attribute.options.map(({ id, name }) => [id, name]) : [],
  );
  return (value) => {
    if (typeof value === 'number') return value !== 0;
    if (typeof value !== 'string') return value.length > 0;
    return YES.has((names.get(value) ?? value).trim().toLowerCase());
  };
}
