import { expect, it } from 'vitest';
import { detectFormat } from '../detect-format.ts';
import { cityscapes } from './cityscapes.ts';
import { memorySource } from '../memory-source.ts';
import { parseDataset } from '../parse-dataset.ts';
import { encodePng } from '../png-codec.ts';

const [road, car] = [
  [128, 64, 128],
  [0, 0, 142],
];
/** 4 × 2 pixels: the left half road, one pixel car, one of a colour that nobody named, two of none. */
const pixels = [road, road, car, [0, 0, 0], road, road, [9, 9, 9], [0, 0, 0]].flat();
const png = encodePng(Uint8Array.from(pixels), 4, 2, 3);

it('reads what CVAT exports as Cityscapes: pixels and the colours of classes', async () => {
  const source = memorySource({
    'label_colors.txt': '0 0 0 background\n128 64 128 road\n0 0 142 car\n',
    'gtFine/val/x_gtFine_color.png': png,
    'gtFine/val/x_gtFine_instanceIds.png': png,
  });
  expect((await detectFormat(source)).best?.name).toBe('cityscapes');
  const parsed = parseDataset(cityscapes, source);
  const items = [];
  for await (const item of parsed.items) items.push(item);
  expect(items).toMatchObject([
    {
      key: 'x_leftImg8bit.png',
      width: 4,
      height: 2,
      split: 'val',
      objects: [
        { class: 'road', shape: { type: 'mask', size: [2, 4] } },
        { class: 'car', shape: { type: 'mask' } },
        { class: '#090909', shape: { type: 'mask' } },
      ],
    },
  ]);
  expect(parsed.problems.list.map((one) => one.reason)).toEqual([
    'No class has the colour #090909; its mask is kept under the colour.',
    'Masks are read one a class; the ids of instances beside them are not.',
  ]);
});

it('leaves the pixels alone where there are polygons', async () => {
  const polygons = {
    imgHeight: 2,
    imgWidth: 4,
    objects: [
      {
        label: 'road',
        polygon: [
          [0, 0],
          [2, 0],
          [2, 2],
        ],
      },
    ],
  };
  const source = memorySource({
    'gtFine/val/a/x_gtFine_color.png': png,
    'gtFine/val/a/x_gtFine_polygons.json': JSON.stringify(polygons),
  });
  const parsed = parseDataset(cityscapes, source);
  const items = [];
  for await (const item of parsed.items) items.push(item);
  expect(items.map((item) => item.objects.map((one) => one.shape.type))).toEqual([['polygon']]);
});
