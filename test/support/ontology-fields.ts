import type { ExchangeItem, ExchangeObject } from '../../shared/formats/exchange-item.ts';
import type { OntologyClass, OntologyContent } from '../../shared/labels/ontology.ts';
import type { LabelField } from './label-field.ts';

const itemOf = (part: Partial<ExchangeObject> = {}): ExchangeItem => ({
  key: 'a.png',
  width: 200,
  height: 100,
  objects: [{ class: 'car', shape: { type: 'box', x: 10, y: 20, width: 30, height: 40 }, ...part }],
  classifications: [],
});

function classOf(part: Partial<OntologyClass>): OntologyClass {
  return { id: 'car', name: 'car', shape: 'box', color: '#1f77b4', attributes: [], archived: false, ...part };
}
function ontologyOf(part: Partial<OntologyClass>): OntologyContent {
  return { classes: [classOf(part)], classifications: [] };
}
const option = (name: string) => ({ id: name, name, archived: false, attributes: [] });

/** What an ontology says beyond what its labels use. */
export const ONTOLOGY_FIELDS: Record<string, LabelField> = {
  'class without objects': {
    items: [itemOf()],
    ontology: { classes: [classOf({}), classOf({ id: 'van', name: 'van' })], classifications: [] },
    read: (_, { classes }) => classes.map(({ name }) => name),
    told: /^class (without objects|name)/,
  },
  'colour of a class': {
    items: [itemOf()],
    ontology: ontologyOf({ color: '#123456' }),
    read: (_, { classes }) => classes[0]?.color,
    told: /^colour of a class/,
  },
  skeleton: {
    items: [
      itemOf({
        shape: {
          type: 'keypoints',
          points: [
            { x: 10, y: 10, visibility: 2 },
            { x: 60, y: 12, visibility: 2 },
          ],
        },
      }),
    ],
    ontology: ontologyOf({
      shape: 'keypoints',
      skeleton: { points: [{ name: 'nose' }, { name: 'chin' }], edges: [[0, 1]] },
    }),
    read: (_, { classes }) => classes[0]?.skeleton,
    told: /^skeleton/,
  },
  'definition of an attribute': {
    items: [itemOf()],
    ontology: ontologyOf({
      attributes: [
        { id: 's', name: 'speed', type: 'number', required: false, archived: false, integer: false, min: 1 },
        {
          id: 'k',
          name: 'kind',
          type: 'radio',
          required: false,
          archived: false,
          options: ['x', 'y'].map(option),
        },
      ],
    }),
    read: (_, { classes }) =>
      classes[0]?.attributes.map((one) => [
        one.name,
        one.type,
        one.type === 'number' ? one.min : one.type === 'radio' && one.options.map(({ name }) => name),
      ]),
    told: /^(definition|rule) of an attribute/,
  },
  'rule of an attribute': {
    items: [itemOf()],
    ontology: ontologyOf({
      attributes: [{ id: 's', name: 'note', type: 'text', required: true, archived: false }],
    }),
    read: (_, { classes }) => classes[0]?.attributes.map(({ required }) => required),
    told: /^(definition|rule) of an attribute/,
  },
};
