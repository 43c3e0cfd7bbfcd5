import { expect, test } from 'vitest';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import type { LabelContent } from './label-document.ts';
import type { LabelObject } from './label-object.ts';
import type { OntologyContent } from './ontology.ts';
import { OntologyContent as OntologyContentSchema } from './ontology.ts';
import { OntologyImpactCounter } from './ontology-impact.ts';
import type { Shape } from './shape.ts';
import { shapeArea } from './shape-area.ts';
import { validateLabelContent } from './validate-label-content.ts';
import { validateOntology } from './validate-ontology.ts';

const ontology: OntologyContent = OntologyContentSchema.parse({
  classes: [
    {
      id: 'car',
      name: 'Car',
      shape: 'box',
      color: '#aa0000',
      attributes: [
        {
          id: 'state',
          name: 'State',
          type: 'radio',
          required: true,
          options: [
            { id: 'parked', name: 'Parked' },
            {
              id: 'moving',
              name: 'Moving',
              attributes: [{ id: 'speed', name: 'Speed', type: 'number', min: 0, max: 300, required: true }],
            },
          ],
        },
      ],
    },
    { id: 'leaf', name: 'Leaf', shape: 'polygon', color: '#00aa00' },
    { id: 'spot', name: 'Spot', shape: 'mask', color: '#0000aa' },
  ],
  classifications: [
    {
      id: 'weather',
      name: 'Weather',
      attributes: [{ id: 'rain', name: 'Rain', type: 'text', required: true }],
    },
  ],
});
const image = { width: 100, height: 80 };

function object(classId: string, shape: Shape, attributes: LabelObject['attributes'] = {}): LabelObject {
  const now = '2026-01-01T00:00:00.000Z';
  return {
    id: 'o',
    classId,
    shape,
    attributes,
    source: 'manual',
    createdBy: 'ana',
    createdAt: now,
    updatedBy: 'ana',
    updatedAt: now,
  };
}
const dry = [{ id: 'w', classificationId: 'weather', answers: { rain: 'none' } }];
const check = (...objects: LabelObject[]): ReturnType<typeof validateLabelContent> =>
  validateLabelContent({ objects, classifications: dry }, ontology, image);
const car = (
  attributes: LabelObject['attributes'],
  shape: Shape = { type: 'box', x: 1, y: 1, width: 9, height: 9 },
) => object('car', shape, attributes);

test('a complete object has no problems', () => {
  expect(check(car({ state: 'parked' }))).toEqual([]);
  expect(check(car({ state: 'moving', speed: 30 }))).toEqual([]);
});

test('a nested question is asked only under its option', () => {
  expect(check(car({ state: 'moving' }))).toMatchObject([{ code: 'missing-answer', attributeId: 'speed' }]);
  expect(check(car({ state: 'parked', speed: 30 }))).toMatchObject([{ code: 'unknown-attribute' }]);
  expect(check(car({}))).toMatchObject([{ code: 'missing-answer', attributeId: 'state' }]);
  expect(check(car({ state: 'moving', speed: 301 }))).toMatchObject([{ code: 'wrong-answer' }]);
  expect(check(car({ state: 'flying' }))).toMatchObject([{ code: 'wrong-answer' }]);
});

test('a box beyond the image is reported with the part that is inside', () => {
  const [problem] = check(car({ state: 'parked' }, { type: 'box', x: 90, y: 70, width: 20, height: 20 }));
  expect(problem).toMatchObject({
    code: 'outside-image',
    suggestion: { type: 'box', x: 90, y: 70, width: 10, height: 10 },
  });
});

test('a polygon that crosses itself is reported with an outline of the same area that does not', () => {
  const bowTie: Shape = {
    type: 'polygon',
    parts: [
      [
        [
          [0, 0],
          [40, 40],
          [40, 0],
          [0, 40],
        ],
      ],
    ],
  };
  const [problem] = check(object('leaf', bowTie));
  expect(problem.code).toBe('self-intersection');
  expect(Math.abs(shapeArea(problem.suggestion!) - 800)).toBeLessThan(50);
});

test('masks of the wrong size, damaged and empty ones are told apart', () => {
  const mask = (size: [number, number], counts: string): LabelObject =>
    object('spot', { type: 'mask', size, counts });
  const full = encodeRleCounts([0, 8000]);
  expect(check(mask([80, 100], full))).toEqual([]);
  expect(check(mask([100, 80], full))).toMatchObject([{ code: 'wrong-mask-size' }]);
  expect(check(mask([80, 100], encodeRleCounts([0, 8001])))).toMatchObject([{ code: 'damaged-mask' }]);
  expect(check(mask([80, 100], encodeRleCounts([8000])))).toMatchObject([{ code: 'empty-shape' }]);
});

test('a wrong shape, an unknown class and an unanswered question about the image are errors', () => {
  expect(check(object('leaf', { type: 'box', x: 1, y: 1, width: 5, height: 5 }))).toMatchObject([
    { code: 'wrong-shape' },
  ]);
  expect(check(object('tree', { type: 'box', x: 1, y: 1, width: 5, height: 5 }))).toMatchObject([
    { code: 'unknown-class' },
  ]);
  const silent: LabelContent = { objects: [], classifications: [] };
  expect(validateLabelContent(silent, ontology, image)).toMatchObject([
    { code: 'missing-answer', attributeId: 'rain' },
  ]);
});

test('an ontology with twins, dead bones or bottomless nesting is refused with the place', () => {
  expect(validateOntology(ontology)).toEqual([]);
  const twice = {
    ...ontology,
    classes: [ontology.classes[0], { ...ontology.classes[1], id: 'car', name: 'Car' }],
  };
  expect(validateOntology(twice).map((problem) => problem.message)).toEqual([
    'The name “Car” is used twice.',
    'The id “car” is used twice; ids must be unique.',
  ]);
  let nested: unknown[] = [];
  for (let level = 8; level >= 1; level--) {
    nested = [
      {
        id: `a${level}`,
        name: `A${level}`,
        type: 'radio',
        options: [{ id: 'o', name: 'O', attributes: nested }],
      },
    ];
  }
  const deep = OntologyContentSchema.parse({
    classes: [{ id: 'x', name: 'X', shape: 'box', color: '#000000', attributes: nested }],
  });
  expect(validateOntology(deep)).toMatchObject([{ message: 'Attributes nest deeper than 7 levels.' }]);
});

test('an edit of the ontology tells how many labels it would invalidate, and nothing that was wrong before', () => {
  const after = structuredClone(ontology);
  after.classes = after.classes.filter((item) => item.id !== 'leaf');
  const state = after.classes[0].attributes[0];
  if (state.type === 'radio') state.options = state.options.filter((option) => option.id !== 'parked');
  const counter = new OntologyImpactCounter(ontology, after);
  const leaf = object('leaf', {
    type: 'polygon',
    parts: [
      [
        [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      ],
    ],
  });
  counter.add({
    objects: [car({ state: 'parked' }), car({ state: 'parked' }), car({}), leaf],
    classifications: [],
  });
  expect(counter.impacts()).toEqual([
    { name: 'Car', reason: 'Choose one of the options of “State”.', count: 2 },
    { name: 'Leaf', reason: 'the class is gone', count: 1 },
  ]);
});
