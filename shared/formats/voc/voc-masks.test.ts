import { expect, it } from 'vitest';
import { blackPng, readFiles } from '../../../test/support/read-files.ts';
import { rleBox } from '../../geometry/rle-operations.ts';
import type { ExchangeObject } from '../exchange-item.ts';
import { countsOf } from '../mask-shape.ts';
import { encodePng } from '../png-codec.ts';

const WIDTH = 20;
const HEIGHT = 10;

/** A grey PNG whose samples are numbers, with rectangles `[number, x, y, width, height]` on 0. */
function numbers(rectangles: [number, number, number, number, number][]): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (const [value, x, y, width, height] of rectangles)
    for (let row = y; row < y + height; row++) data.fill(value, row * WIDTH + x, row * WIDTH + x + width);
  return encodePng(data, WIDTH, HEIGHT, 1);
}

function colours(rectangles: [[number, number, number], number, number, number, number][]): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (const [colour, x, y, width, height] of rectangles)
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) data.set(colour, (row * WIDTH + column) * 3);
  return encodePng(data, WIDTH, HEIGHT, 3);
}

const annotation = (objects: [string, number, number, number, number][]) =>
  `<annotation><filename>a.jpg</filename><size><width>${WIDTH}</width><height>${HEIGHT}</height></size>${objects
    .map(
      ([name, x0, y0, x1, y1]) =>
        `<object><name>${name}</name><difficult>1</difficult><bndbox><xmin>${x0}</xmin><ymin>${y0}</ymin><xmax>${x1}</xmax><ymax>${y1}</ymax></bndbox></object>`,
    )
    .join('')}</annotation>`;

const seen = (objects: ExchangeObject[]) =>
  objects.map(({ class: name, shape }) => {
    if (shape.type !== 'mask') return [name, shape.type];
    const { x, y, width, height } = rleBox(countsOf(shape), HEIGHT);
    return [name, 'mask', x, y, width, height];
  });

it('joins the masks of the official sets with the boxes they belong to, the rim left out', async () => {
  const { items, told } = await readFiles('voc', {
    // A person (15) and two dogs (12), of which only one has a box, and a chair without a mask.
    'Annotations/a.xml': annotation([
      ['dog', 12, 1, 18, 9],
      ['person', 1, 1, 6, 9],
      ['chair', 0, 0, 3, 3],
    ]),
    'SegmentationClass/a.png': numbers([
      [15, 1, 1, 5, 8],
      [255, 6, 1, 1, 8],
      [12, 12, 1, 6, 8],
      [12, 8, 4, 2, 2],
    ]),
    'SegmentationObject/a.png': numbers([
      [1, 1, 1, 5, 8],
      [255, 6, 1, 1, 8],
      [2, 12, 1, 6, 8],
      [3, 8, 4, 2, 2],
    ]),
  });
  expect(told.filter((reason) => reason.includes('Segmentation'))).toEqual([]);
  expect(items).toHaveLength(1);
  expect(items[0].key).toBe('a.jpg');
  expect(seen(items[0].objects)).toEqual([
    ['dog', 'mask', 12, 1, 6, 8],
    ['person', 'mask', 1, 1, 5, 8],
    ['chair', 'box'],
    ['dog', 'mask', 8, 4, 2, 2],
  ]);
  expect(items[0].objects[1].attributes).toMatchObject({ difficult: 1, bbox: '1 1 5 8' });
});

it('reads masks without any XML, by the colours of labelmap.txt, as CVAT writes them', async () => {
  const { items, detected, ontology } = await readFiles('voc', {
    'JPEGImages/a.png': blackPng(WIDTH, HEIGHT),
    'ImageSets/Segmentation/train.txt': 'a\n',
    'labelmap.txt': '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:1,2,3::\nbus:9,9,9::\n',
    'SegmentationClass/a.png': colours([
      [[1, 2, 3], 0, 0, 4, 4],
      [[1, 2, 3], 10, 5, 3, 3],
    ]),
    'SegmentationObject/a.png': colours([
      [[128, 0, 0], 0, 0, 4, 4],
      [[0, 128, 0], 10, 5, 3, 3],
    ]),
  });
  expect(detected).toBe('voc');
  expect(ontology.classes.map(({ name }) => name)).toEqual(['car', 'bus']);
  expect(items[0]).toMatchObject({ key: 'JPEGImages/a.png', split: 'train', width: WIDTH });
  expect(seen(items[0].objects)).toEqual([
    ['car', 'mask', 0, 0, 4, 4],
    ['car', 'mask', 10, 5, 3, 3],
  ]);
});

it('reads one mask a class where only classes were drawn, and leaves masks out when told to', async () => {
  const files = {
    'Annotations/a.xml': annotation([['cat', 0, 0, 4, 4]]),
    'SegmentationClass/a.png': numbers([[8, 0, 0, 4, 4]]),
  };
  const { items } = await readFiles('voc', files);
  expect(seen(items[0].objects)).toEqual([['cat', 'mask', 0, 0, 4, 4]]);
  const without = await readFiles('voc', files, { settings: { masks: 'false' } });
  expect(seen(without.items[0].objects)).toEqual([['cat', 'box']]);
});

it('keeps the boxes when a mask is no PNG, is cut short, or has another size, and says so', async () => {
  const whole = numbers([[1, 0, 0, 4, 4]]);
  for (const [png, reason] of [
    [new TextEncoder().encode('not a PNG, just words that are long enough'), /not a PNG/],
    [whole.slice(0, whole.length - 20), /SegmentationObject/],
    [encodePng(Uint8Array.of(1, 1, 1, 1), 2, 2, 1), /2 × 2 pixels, the image 20 × 10/],
  ] as const) {
    const { items, told } = await readFiles('voc', {
      'Annotations/a.xml': annotation([['cat', 0, 0, 4, 4]]),
      'SegmentationObject/a.png': png,
    });
    expect(seen(items[0].objects)).toEqual([['cat', 'box']]);
    expect(told.join('\n')).toMatch(reason);
  }
});
