import { expect, it } from 'vitest';
import { validateOntology } from '../labels/validate-ontology.ts';
import { memorySource } from './memory-source.ts';
import { readOntology } from './read-ontology.ts';

it('gathers classes, shapes, skeletons and attributes from what files declare and use', async () => {
  const { ontology, format, images, objects } = await readOntology(
    memorySource({
      'a.json': JSON.stringify({
        images: [{ id: 1, file_name: 'a.jpg', width: 9, height: 9 }],
        categories: [
          { id: 1, name: 'cat' },
          { id: 2, name: 'person', keypoints: ['nose', 'ear'], skeleton: [[1, 2]] },
        ],
        annotations: [
          {
            id: 1,
            image_id: 1,
            category_id: 1,
            bbox: [1, 1, 2, 2],
            attributes: { wet: true, age: 3, fur: 'short' },
          },
          {
            id: 2,
            image_id: 1,
            category_id: 1,
            bbox: [1, 1, 2, 2],
            attributes: { wet: false, age: 4, fur: 'long' },
          },
        ],
      }),
    }),
  );
  expect([format, images, objects]).toEqual(['COCO', 1, 2]);
  expect(validateOntology(ontology)).toEqual([]);
  expect(ontology.classes).toMatchObject([
    { name: 'cat', shape: 'box' },
    {
      name: 'person',
      shape: 'keypoints',
      skeleton: { points: [{ name: 'nose' }, { name: 'ear' }], edges: [[0, 1]] },
    },
  ]);
  expect(ontology.classes[0].attributes.map((one) => [one.name, one.type])).toEqual([
    ['wet', 'radio'],
    ['age', 'number'],
    // Two different texts in two objects are no choices yet.
    ['fur', 'text'],
  ]);
});

it('is sound for names that only differ by case or signs, are empty, or are those of every object', async () => {
  const names = ['cat', 'Cat', 'cat!', '猫', '__proto__', 'constructor', 'x'.repeat(400), 'a/b'];
  const { ontology } = await readOntology(
    memorySource({ 'data.yaml': `names: ${JSON.stringify(names)}`, 'labels/a.txt': '' }),
  );
  expect(validateOntology(ontology)).toEqual([]);
  expect(new Set(ontology.classes.map(({ id }) => id)).size).toBe(names.length);
});

it('says why when there is nothing', async () => {
  await expect(readOntology(memorySource({ 'a.bin': 'x' }))).rejects.toThrow(/not recognised/);
  await expect(
    readOntology(memorySource({ 'a.json': '{"images":[],"annotations":[' }), { from: 'coco' }),
  ).rejects.toThrow(/No class was found \(read as COCO\)/);
});
