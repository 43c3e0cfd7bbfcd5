import type { Attribute, OntologyContent } from '../../shared/labels/ontology.ts';

/** What classes and answers are called, by id: `car`, `Weather: Rain`. */
export function meaningNames({ classes, classifications }: OntologyContent): Map<string, string> {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const add = (attributes: readonly Attribute[]) => {
    for (const attribute of attributes)
      if (attribute.type === 'radio')
        for (const option of attribute.options) {
          names.set(option.id, `${attribute.name}: ${option.name}`);
          add(option.attributes);
        }
  };
  for (const { attributes } of classifications) add(attributes);
  return names;
}
