import { expect, test } from 'vitest';
import { addClasses } from './add-classes.ts';
import type { Attribute, OntologyContent } from './ontology.ts';
import { validateOntology } from './validate-ontology.ts';

const base = { required: false, archived: false };
const radio = (id: string, name: string, options: string[], inside: Attribute[] = []): Attribute => ({
  ...base,
  id,
  name,
  type: 'radio',
  options: options.map((option, at) => ({
    id: `${id}.${option}`,
    name: option,
    archived: false,
    attributes: at === 0 ? inside : [],
  })),
});
const ontology = (attributes: Attribute[], shape: 'box' | 'polygon' = 'box'): OntologyContent => ({
  classes: [{ id: 'car', name: 'Car', shape, color: '#ff0000', attributes, archived: false }],
  classifications: [
    { id: 'weather', name: 'Weather', attributes: [radio('w', 'Weather', ['dry'])], archived: false },
  ],
});

test('classes that are there get the attributes and options that are new, at any depth, and keep all they had', () => {
  const shade = radio('shade', 'Shade', ['light']);
  const current = ontology([radio('color', 'Colour', ['red', 'blue'], [shade])]);
  const found = ontology([
    radio('x', 'Colour', ['blue', 'green']),
    radio('y', 'Shade', ['light', 'dark']),
    { ...base, id: 'color', name: 'Speed', type: 'number', integer: false },
  ]);
  const grown = addClasses(current, found);
  expect(validateOntology(grown)).toEqual([]);
  expect(grown.classes).toHaveLength(1);
  const [colour, speed] = grown.classes[0].attributes;
  expect(colour).toMatchObject({
    id: 'color',
    options: [
      { id: 'color.red', attributes: [{ id: 'shade', options: [{ id: 'shade.light' }, { name: 'dark' }] }] },
      { id: 'color.blue' },
      { name: 'green', attributes: [] },
    ],
  });
  // The id was taken by the colour.
  expect(speed).toMatchObject({ id: 'color-2', name: 'Speed', type: 'number' });
});

test('a class with another shape is another class; nothing new is the same object', () => {
  const current = ontology([radio('color', 'Colour', ['red'])]);
  expect(addClasses(current, ontology([radio('z', 'Colour', ['red'])]))).toBe(current);
  expect(addClasses(current, { classes: [], classifications: [] })).toBe(current);
  const grown = addClasses(current, ontology([], 'polygon'));
  expect(grown.classes.map(({ id, shape }) => [id, shape])).toEqual([
    ['car', 'box'],
    ['car-2', 'polygon'],
  ]);
  expect(grown.classes[0]).toBe(current.classes[0]);
});
