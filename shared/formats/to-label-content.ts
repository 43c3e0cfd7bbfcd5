import type { AttributeValue, AttributeValues } from '../labels/attributes.ts';
import type { LabelContent } from '../labels/label-document.ts';
import type { Attribute, OntologyContent } from '../labels/ontology.ts';
import type { ExchangeItem } from './exchange-item.ts';

/** Who and when, for objects that do not say it themselves, and ids for those without one. */
export interface ImportStamp {
  by: string;
  at: string;
  newId: () => string;
}

/**
 * An item that speaks in names as the label document of a project, which speaks in ids. What the ontology does not
 * know (a class, an attribute, an option) is left out and named in `unknown`.
 */
export function toLabelContent(
  item: ExchangeItem,
  ontology: OntologyContent,
  stamp: ImportStamp,
): { content: LabelContent; unknown: string[] } {
  const unknown = new Set<string>();
  const content: LabelContent = { objects: [], classifications: [] };
  for (const object of item.objects) {
    const name = object.class.trim() === '' ? 'unnamed' : object.class.trim().slice(0, 256);
    const sameName = ontology.classes.filter((one) => one.name === name);
    const found = sameName.find((one) => one.shape === object.shape.type);
    if (!found) {
      unknown.add(
        sameName.length > 0 ? `class "${name}" with the shape ${object.shape.type}` : `class "${name}"`,
      );
      continue;
    }
    const isTime = (text: string | undefined): text is string =>
      text !== undefined && !Number.isNaN(Date.parse(text));
    content.objects.push({
      id: object.id ?? stamp.newId(),
      classId: found.id,
      shape: object.shape,
      attributes: idsOf(object.attributes ?? {}, found.attributes, `class "${name}"`, unknown),
      source: object.source ?? 'import',
      ...(object.confidence === undefined ? {} : { confidence: object.confidence }),
      createdBy: object.createdBy ?? stamp.by,
      createdAt: isTime(object.createdAt) ? new Date(object.createdAt).toISOString() : stamp.at,
      updatedBy: object.updatedBy ?? stamp.by,
      updatedAt: isTime(object.updatedAt) ? new Date(object.updatedAt).toISOString() : stamp.at,
      ...(object.trackId === undefined ? {} : { trackId: object.trackId }),
    });
  }
  for (const one of item.classifications) {
    const found = ontology.classifications.find((candidate) => candidate.name === one.name);
    if (!found) {
      unknown.add(`classification "${one.name}"`);
      continue;
    }
    // A plain tag says yes to the one question that its classification asks.
    const isPlain =
      Object.keys(one.answers).length === 0 &&
      found.attributes.some((attribute) => attribute.name === 'present');
    const answers = isPlain ? { present: 'yes' } : one.answers;
    content.classifications.push({
      id: one.id ?? stamp.newId(),
      classificationId: found.id,
      answers: idsOf(answers, found.attributes, `classification "${one.name}"`, unknown),
    });
  }
  return { content, unknown: [...unknown] };
}

function idsOf(
  values: AttributeValues,
  attributes: readonly Attribute[],
  owner: string,
  unknown: Set<string>,
): AttributeValues {
  const known = new Map(flatten(attributes).map((one) => [one.name, one]));
  const result: AttributeValues = {};
  for (const [name, value] of Object.entries(values)) {
    const attribute = known.get(name);
    const id = attribute && valueOf(value, attribute);
    if (attribute === undefined || id === undefined)
      unknown.add(`${owner}, attribute "${name}"${attribute ? `: ${String(value).slice(0, 60)}` : ''}`);
    else result[attribute.id] = id;
  }
  return result;
}

/** Attributes with those that options ask further. */
function flatten(attributes: readonly Attribute[]): Attribute[] {
  return attributes.flatMap((one) => [
    one,
    ...(one.type === 'radio' ? one.options.flatMap((option) => flatten(option.attributes)) : []),
  ]);
}

function valueOf(value: AttributeValue, attribute: Attribute): AttributeValue | undefined {
  switch (attribute.type) {
    case 'number': {
      const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'text':
      return Array.isArray(value) ? value.join(', ') : String(value);
    case 'radio': {
      const wanted = Array.isArray(value) ? value[0] : String(value);
      return attribute.options.find((option) => option.name === wanted)?.id;
    }
    case 'checklist': {
      const wanted = Array.isArray(value) ? value : [String(value)];
      return attribute.options.filter((option) => wanted.includes(option.name)).map((option) => option.id);
    }
  }
}
