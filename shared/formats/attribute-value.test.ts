import { expect, it } from 'vitest';
import type { ExchangeItem } from './exchange-item.ts';
import { FORMATS } from './formats.ts';

/** The text that an object with one attribute becomes. */
async function written(name: 'cvat' | 'coco', attribute: string, value: number | string): Promise<string> {
  const item: ExchangeItem = {
    key: 'a.png',
    width: 20,
    height: 10,
    objects: [
      {
        class: 'car',
        shape: { type: 'box', x: 1, y: 1, width: 5, height: 5 },
        attributes: { [attribute]: value },
      },
    ],
    classifications: [],
  };
  const files = FORMATS[name].serialize?.(
    { ontology: { classes: [], classifications: [] }, splits: [], items: () => [item] },
    { settings: { kind: name === 'coco' ? 'panoptic' : 'images' }, withImages: false, drop: () => {} },
  );
  let text = '';
  for await (const file of files ?? []) {
    if (!('content' in file) || file.path.endsWith('.png')) continue;
    const pieces = file.content instanceof Uint8Array ? [file.content] : file.content;
    for await (const piece of pieces) text += new TextDecoder().decode(piece);
  }
  return text;
}

it.each([
  [1, 1],
  ['true', 1],
  [0, 0],
  ['false', 0],
  // A degree of occlusion as KITTI has them, and a text of somebody's own.
  [2, 0],
  ['partly', 0],
])('%j is written as %d where a format knows on and off only', async (value, bit) => {
  expect(await written('cvat', 'occluded', value)).toContain(` occluded="${bit}" `);
  expect(await written('coco', 'iscrowd', value)).toContain(`"iscrowd":${bit}`);
});
