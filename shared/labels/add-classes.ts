import type { Attribute, OntologyContent } from './ontology.ts';

/**
 * The ontology with the classes (by name and shape) and classifications (by name) of another that it lacks, and with
 * the attributes and options that the other knows for those that both have. What is there stays as it is, so nothing
 * that was labelled becomes wrong; ids that are taken get a number behind them. The same object when nothing is new.
 */
export function addClasses(current: OntologyContent, found: OntologyContent): OntologyContent {
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
  const classes = merged(current.classes, found.classes, (one) => `${one.shape}:${one.name}`, fresh);
  const classifications = merged(current.classifications, found.classifications, (one) => one.name, fresh);
  const isSame = classes === current.classes && classifications === current.classifications;
  return isSame ? current : { classes, classifications };
}

interface Owner {
  id: string;
  attributes: Attribute[];
}

/** The same array when nothing is new. */
function merged<T extends Owner>(
  current: T[],
  found: readonly T[],
  keyOf: (one: T) => string,
  fresh: (id: string) => string,
): T[] {
  const byKey = new Map(found.map((one) => [keyOf(one), one]));
  const known = new Set(current.map(keyOf));
  let isChanged = false;
  const kept = current.map((one) => {
    const other = byKey.get(keyOf(one));
    const attributes = other ? extended(one.attributes, other.attributes, fresh) : one.attributes;
    if (attributes === one.attributes) return one;
    isChanged = true;
    return { ...one, attributes };
  });
  const added = found
    .filter((one) => !known.has(keyOf(one)))
    .map((one) => ({
      ...one,
      id: fresh(one.id),
      attributes: one.attributes.map((attribute) => withIds(attribute, fresh)),
    }));
  return isChanged || added.length > 0 ? [...kept, ...added] : current;
}

/** Attributes with those of `found` that they lack by name, at any depth, and with options that are new. */
function extended(
  current: Attribute[],
  found: readonly Attribute[],
  fresh: (id: string) => string,
): Attribute[] {
  const byName = new Map(found.map((one) => [one.name, one]));
  const met = new Set<string>();
  const grow = (attribute: Attribute): Attribute => {
    met.add(attribute.name);
    const other = byName.get(attribute.name);
    if (attribute.type === 'radio') {
      const options = attribute.options.map((option) => {
        const attributes = option.attributes.map(grow);
        return attributes.every((one, at) => one === option.attributes[at])
          ? option
          : { ...option, attributes };
      });
      const more = newOptions(attribute, other).map((name) => ({
        id: fresh(`${attribute.id}-${name}`.slice(0, 112)),
        name,
        archived: false,
        attributes: [],
      }));
      const isSame = more.length === 0 && options.every((one, at) => one === attribute.options[at]);
      return isSame ? attribute : { ...attribute, options: [...options, ...more] };
    }
    if (attribute.type === 'checklist') {
      const more = newOptions(attribute, other).map((name) => ({
        id: fresh(`${attribute.id}-${name}`.slice(0, 112)),
        name,
        archived: false,
      }));
      return more.length === 0 ? attribute : { ...attribute, options: [...attribute.options, ...more] };
    }
    return attribute;
  };
  const kept = current.map(grow);
  const added = found.filter(({ name }) => !met.has(name)).map((one) => withIds(one, fresh));
  const isSame = added.length === 0 && kept.every((one, at) => one === current[at]);
  return isSame ? current : [...kept, ...added];
}

/** Names of options that only the other attribute has, whichever of the two kinds it is. */
function newOptions(attribute: { options: { name: string }[] }, other: Attribute | undefined): string[] {
  if (other?.type !== 'radio' && other?.type !== 'checklist') return [];
  const known = new Set(attribute.options.map(({ name }) => name));
  return other.options.map(({ name }) => name).filter((name) => !known.has(name));
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
