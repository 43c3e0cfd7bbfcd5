import type { AttributeValue, AttributeValues } from '../labels/attributes.ts';
import type { Attribute, OntologyClass, OntologyContent, Skeleton } from '../labels/ontology.ts';
import type { ShapeType } from '../labels/shape.ts';

/** How many different texts an attribute may have before it is taken for free text. */
const MAX_OPTIONS = 64;
const COLORS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
];

interface SeenAttribute {
  name: string;
  declared?: Attribute;
  options: Set<string>;
  numbers: boolean;
  texts: boolean;
  lists: boolean;
}

interface SeenClass {
  name: string;
  color?: string;
  skeleton?: Skeleton;
  shapes: Set<ShapeType>;
  /** What the file says the class is for, used when no object of it occurs. */
  declaredShape?: ShapeType;
  attributes: Map<string, SeenAttribute>;
}

/**
 * Collects the ontology of a dataset while it is read: what the file declares, and what its objects turn out to use.
 * A class of the lapidary ontology has one shape, so a name that is used with two shapes becomes two classes of that
 * name. Ids are made from names, so that the same file gives the same ontology twice.
 */
export class OntologyBuilder {
  private readonly classes = new Map<string, SeenClass>();
  private readonly tags = new Map<string, Map<string, SeenAttribute>>();
  private whole: OntologyContent | undefined;

  /** Takes a complete ontology as it is; what the objects use beyond it is added. */
  adopt(content: OntologyContent): void {
    this.whole = content;
  }

  declareClass(name: string, facts: { shape?: ShapeType; color?: string; skeleton?: Skeleton } = {}): void {
    const seen = this.classOf(name);
    seen.declaredShape ??= facts.shape;
    seen.color ??= facts.color;
    seen.skeleton ??= facts.skeleton;
  }

  /** `attribute.id` is replaced; only its name, type and options count. */
  declareAttribute(className: string, attribute: Attribute): void {
    attributeOf(this.classOf(className).attributes, attribute.name).declared = attribute;
  }

  declareTag(name: string, attributes: readonly Attribute[] = []): void {
    const seen = this.tagOf(name);
    for (const attribute of attributes) attributeOf(seen, attribute.name).declared = attribute;
  }

  seeObject(className: string, shape: ShapeType, attributes: AttributeValues | undefined): void {
    const seen = this.classOf(className);
    seen.shapes.add(shape);
    if (attributes) for (const name in attributes) see(attributeOf(seen.attributes, name), attributes[name]);
  }

  seeTag(name: string, answers: AttributeValues): void {
    const seen = this.tagOf(name);
    for (const answer in answers) see(attributeOf(seen, answer), answers[answer]);
  }

  /** The names of the classes in the order in which they were declared or seen. */
  classNames(): string[] {
    return [...this.classes.keys()];
  }

  skeletonOf(className: string): Skeleton | undefined {
    return this.classes.get(className)?.skeleton;
  }

  build(): OntologyContent {
    const ids = new Set<string>();
    const classes: OntologyClass[] = [...(this.whole?.classes ?? [])];
    const known = new Set(classes.map((one) => `${one.shape}:${one.name}`));
    for (const one of classes) ids.add(one.id);
    for (const seen of this.classes.values()) {
      const shapes = seen.shapes.size > 0 ? [...seen.shapes] : [seen.declaredShape ?? 'box'];
      for (const shape of shapes) {
        if (known.has(`${shape}:${seen.name}`)) continue;
        const id = uniqueId(
          shapes.length > 1 ? `${slug(seen.name, 'class')}-${shape}` : slug(seen.name, 'class'),
          ids,
        );
        classes.push({
          id,
          name: nameOf(seen.name),
          shape,
          color: seen.color ?? COLORS[classes.length % COLORS.length],
          attributes: [...seen.attributes.values()].map((one) => define(one, id, ids)),
          ...(seen.skeleton && shape === 'keypoints' ? { skeleton: seen.skeleton } : {}),
          archived: false,
        });
      }
    }
    const classifications = [...(this.whole?.classifications ?? [])];
    const knownTags = new Set(classifications.map((one) => one.name));
    for (const [name, attributes] of this.tags) {
      if (knownTags.has(name)) continue;
      const id = uniqueId(slug(name, 'tag'), ids);
      const defined = [...attributes.values()].map((one) => define(one, id, ids));
      classifications.push({
        id,
        name: nameOf(name),
        attributes: defined.length > 0 ? defined : [presence(id, ids)],
        archived: false,
      });
    }
    return { classes, classifications };
  }

  private classOf(name: string): SeenClass {
    let seen = this.classes.get(name);
    if (!seen) this.classes.set(name, (seen = { name, shapes: new Set(), attributes: new Map() }));
    return seen;
  }

  private tagOf(name: string): Map<string, SeenAttribute> {
    let seen = this.tags.get(name);
    if (!seen) this.tags.set(name, (seen = new Map()));
    return seen;
  }
}

function attributeOf(attributes: Map<string, SeenAttribute>, name: string): SeenAttribute {
  let seen = attributes.get(name);
  if (!seen) {
    seen = { name, options: new Set(), numbers: false, texts: false, lists: false };
    attributes.set(name, seen);
  }
  return seen;
}

function see(seen: SeenAttribute, value: AttributeValue): void {
  if (typeof value === 'number') {
    seen.numbers = true;
  } else if (typeof value === 'string') {
    seen.texts = true;
    if (seen.options.size <= MAX_OPTIONS) seen.options.add(value);
  } else {
    seen.lists = true;
    for (const option of value) if (seen.options.size <= MAX_OPTIONS) seen.options.add(option);
  }
}

function define(seen: SeenAttribute, ownerId: string, ids: Set<string>): Attribute {
  const base = {
    id: uniqueId(`${ownerId}.${slug(seen.name, 'attribute')}`, ids),
    name: nameOf(seen.name),
    required: false,
    archived: false,
  };
  const declared = seen.declared;
  if (declared) return { ...declared, ...base, required: declared.required };
  const options = [...seen.options].filter((name) => name.trim() !== '');
  if (seen.lists && options.length > 0) {
    return { ...base, type: 'checklist', options: options.map((name, at) => option(name, at)) };
  }
  if (seen.numbers && !seen.texts) return { ...base, type: 'number', integer: false };
  if (isYesNo(options)) {
    return {
      ...base,
      type: 'radio',
      options: options.map((name, at) => ({ ...option(name, at), attributes: [] })),
    };
  }
  return { ...base, type: 'text' };
}

/** Free text and a choice look the same in most files; only the words of a switch are taken for a choice. */
function isYesNo(options: string[]): boolean {
  return (
    options.length > 0 && options.length <= 2 && options.every((name) => /^(true|false|yes|no)$/i.test(name))
  );
}

function option(name: string, at: number): { id: string; name: string; archived: boolean } {
  return { id: `${at + 1}-${slug(name, 'option')}`, name: nameOf(name), archived: false };
}

/** A plain tag is there or not; an ontology's classification asks at least one question, so it asks that. */
function presence(ownerId: string, ids: Set<string>): Attribute {
  return {
    id: uniqueId(`${ownerId}.present`, ids),
    name: 'present',
    type: 'radio',
    required: false,
    archived: false,
    options: ['yes', 'no'].map((name, at) => ({ ...option(name, at), attributes: [] })),
  };
}

function nameOf(name: string): string {
  const trimmed = name.trim().slice(0, 256);
  return trimmed === '' ? 'unnamed' : trimmed;
}

function slug(name: string, fallback: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return plain === '' ? fallback : plain;
}

function uniqueId(wanted: string, ids: Set<string>): string {
  let id = wanted.slice(0, 120);
  for (let n = 2; ids.has(id); n++) id = `${wanted.slice(0, 112)}-${n}`;
  ids.add(id);
  return id;
}
