import { expect, it } from 'vitest';
import { readFiles } from '../../../test/support/read-files.ts';
import { concatenate } from '../byte-chunks.ts';
import { labelStudio } from './label-studio.ts';

const region = (id: string, value: object, rest: object = {}) => ({
  id,
  from_name: 'label',
  to_name: 'image',
  type: 'rectanglelabels',
  original_width: 200,
  original_height: 100,
  value: { rectanglelabels: ['car'], ...value },
  ...rest,
});

it('keeps relations between regions, and writes them again', async () => {
  const box = { x: 10, y: 10, width: 10, height: 10, rotation: 0 };
  const relation = {
    from_id: 'a',
    to_id: 'b',
    type: 'relation',
    direction: 'right',
    labels: ['tows', 'owns'],
  };
  const { items, ontology, told, detected } = await readFiles('label-studio', {
    'e.json': JSON.stringify([
      {
        id: 1,
        data: { image: 's3://bucket/x/a.jpg' },
        annotations: [{ id: 9, result: [region('a', box), region('b', { ...box, x: 50 }), relation] }],
      },
    ]),
  });
  expect([detected, told]).toEqual(['label-studio', []]);
  expect(items[0].key).toBe('x/a.jpg');
  expect(items[0].objects.map((one) => one.attributes)).toEqual([{ relations: ['right b tows, owns'] }, {}]);
  const context = { settings: {}, withImages: false, drop: () => undefined };
  for await (const file of labelStudio.serialize!({ ontology, splits: [], items: () => items }, context)) {
    if (!file.path.endsWith('.json') || !('content' in file)) continue;
    const chunks: Uint8Array[] = [];
    if (file.content instanceof Uint8Array) chunks.push(file.content);
    else for await (const chunk of file.content) chunks.push(chunk);
    const [task] = JSON.parse(new TextDecoder().decode(concatenate(chunks))) as {
      annotations: { result: unknown[] }[];
    }[];
    expect(task.annotations[0].result).toContainEqual(relation);
  }
});

it('turns rectangles about their corner, also below zero and beyond a full turn', async () => {
  const turned = (rotation: number) =>
    region(String(rotation), { x: 50, y: 50, width: 10, height: 20, rotation });
  const { items } = await readFiles('label-studio', {
    'e.json': JSON.stringify([
      {
        data: { img: '/data/local-files/?d=p%20q/a.jpg' },
        annotations: [{ result: [90, -90, 450, 720].map(turned) }],
      },
    ]),
  });
  expect(items[0].key).toBe('p q/a.jpg');
  // The corner (100, 50) stays; 20 × 20 pixels hang below it to the left, or stand above it to the right.
  expect(
    items[0].objects.map(({ shape }) =>
      shape.type === 'rotatedBox' ? [shape.cx, shape.cy, shape.angle].map(Math.round) : shape.type,
    ),
  ).toEqual([[90, 60, 90], [110, 40, -90], [90, 60, 90], 'box']);
});

it('tells what it does not take: predictions, videos, cancelled work', async () => {
  const { items, told } = await readFiles('label-studio', {
    'e.json': JSON.stringify([
      {
        data: { image: 'a.jpg' },
        annotations: [],
        predictions: [{ score: 0.5, result: [region('a', { x: 1, y: 1, width: 1, height: 1 })] }],
      },
      {
        data: { image: 'b.jpg' },
        completions: [{ result: [{ id: 'v', type: 'videorectangle', value: { sequence: [] } }] }],
      },
      {
        data: { image: 'c.jpg' },
        annotations: [{ was_cancelled: true, result: [region('a', { x: 1, y: 1, width: 1, height: 1 })] }],
      },
      {
        data: { image: 'd.jpg' },
        annotations: [
          { result: [region('a', { x: 1, y: 1, width: 1, height: 1 }, { original_width: null })] },
        ],
      },
    ]),
  });
  expect(items.map((item) => item.objects.length)).toEqual([0, 0, 0, 0]);
  expect(told).toEqual([
    expect.stringMatching(/\$\[0\]: Nobody annotated this image; its 1 predictions are left out/),
    expect.stringMatching(
      /\$\[1\].completions\[0\].result\[0\]: Results of the kind "videorectangle" are not read/,
    ),
    expect.stringMatching(/\$\[2\].annotations\[0\]: The annotation was cancelled/),
    expect.stringMatching(/\$\[3\].annotations\[0\].result\[0\]: The size of the image is not known/),
  ]);
});
