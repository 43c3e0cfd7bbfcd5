import type { Attribute, OntologyContent } from './ontology.ts';

/**
 * The ontology with the classes (by name and shape) and classifications (by name) of another that it lacks. What is
 * there stays as it is; ids that are taken get a number behind them. The same object when nothing is new.
 */
export function addClasses(current: OntologyContent, found: OntologyContent): OntologyContent {
  const known = new Set(current.classes.map(({ name, shape }) => `${shape}:${name}`));
  const asked = new Set(current.classifications.map(({ name }) => name));
  const classes = found.classes.filter(({ name, shape }) => !known.has(`${shape}:${name}`));
  const classifications = found.classifications.filter(({ name }) => !asked.has(name));
  if (classes.length + classifications.length === 0) return current;
  const taken = new Set<string>();
  for (const one of [...current.classes, ...current.classifications]) {
    taken.add(one.id);
    one.attributes.forEach((attribute) => eachId(attribute, (id) => taken.add(id)));
  }
  const fresh = (id: string): string => {
    let free = id;
    for (let n = 2; taken.has(free); n++) free = `${id.slice(0, 112)}-${n}`;
    taken.add(free);
    return free;
  };
  const renamed = <T extends { id: string; attributes: Attribute[] }>(one: T): T => ({
    ...one,
    id: fresh(one.id),
    attributes: one.attributes.map((attribute) => withIds(attribute, fresh)),
  });
  return {
    classes: [...current.classes, ...classes.map(renamed)],
    classifications: [...current.classifications, ...classifications.map(renamed)],
  };
}

function eachId(attribute: Attribute, tell: (id: string) => void): void {
  withIds(attribute, (id) => {
    tell(id);
    return id;
  });
}

function withIds(attribute: Attribute, idOf: (id: string) => string): Attribute {
  const id = idOf(attribute.id);
  if (attribute.type === 'radio') {
    const options = attribute.options.map((option) => ({
      ...option,
      id: idOf(option.id),
      attributes: option.attributes.map((nested) => withIds(nested, idOf)),
    }));
    return { ...attribute, id, options };
  }
  if (attribute.type === 'checklist') {
    return { ...attribute, id, options: attribute.options.map((one) => ({ ...one, id: idOf(one.id) })) };
  }
  return { ...attribute, id };
}
