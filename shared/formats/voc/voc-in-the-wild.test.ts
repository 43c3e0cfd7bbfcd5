import { expect, it } from 'vitest';
import { blackPng, readFiles } from '../../../test/support/read-files.ts';

const png = blackPng(40, 30);
const object = (name: string, more = '') =>
  `<object><name>${name}</name>${more}<bndbox><xmin>1.4</xmin><ymin>2</ymin><xmax> 11.4 </xmax><ymax>12</ymax></bndbox></object>`;
const file = (filename: string, objects: string, size = '') =>
  `<annotation verified="yes"><folder>x</folder><filename>${filename}</filename>${size}${objects}</annotation>`;

it('finds renamed images by the name of their annotation, and says so', async () => {
  const { items, told, detected } = await readFiles('voc', {
    'Annotations/0001.xml': file(
      'IMG_2034.JPG',
      object('cat'),
      '<size><width>0</width><height>0</height></size>',
    ),
    'JPEGImages/0001.png': png,
  });
  expect(detected).toBe('voc');
  expect(items[0]).toMatchObject({
    key: 'JPEGImages/0001.png',
    width: 40,
    height: 30,
    objects: [{ shape: { x: 1.4, width: 10 } }],
  });
  expect(told).toEqual([
    expect.stringMatching(/The image "IMG_2034.JPG" is not here; "JPEGImages\/0001.png" is taken/),
  ]);
});

it('tells images of one name in two folders apart, and takes splits from folders', async () => {
  const { items, told } = await readFiles('voc', {
    'train/1.xml': file('1.png', object('cat')),
    'train/1.png': png,
    'valid/1.xml': file('1.png', object('dog')),
    'valid/1.png': png,
  });
  expect(told).toEqual([]);
  expect(items.map((item) => [item.key, item.split, item.objects[0].class])).toEqual([
    ['1.png', 'train', 'cat'],
    ['valid/1.png', 'valid', 'dog'],
  ]);
});

it('reads parts, actions, polygons, rotated boxes and Latin-1', async () => {
  const person = object(
    'person',
    '<part><name>head</name><bndbox><xmin>2</xmin><ymin>2</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></part><actions><jumping>1</jumping><reading>0</reading></actions><truncated>1</truncated><difficult>0</difficult><pose>Left</pose>',
  );
  const rotated =
    '<object><type>robndbox</type><name>ship</name><robndbox><cx>20</cx><cy>15</cy><w>10</w><h>4</h><angle>1.5707963</angle></robndbox></object>';
  const polygon =
    '<object><name>leaf</name><polygon><x1>1</x1><y1>1</y1><x2>9</x2><y2>1</y2><x3>9</x3><y3>9</y3></polygon><bndbox><xmin>1</xmin></bndbox></object>';
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${file('köttbulle.png', person + rotated + polygon + '<object><bndbox/></object>', '<size><width>40</width><height>30</height></size>')}`;
  const { items, told } = await readFiles('voc', { 'a.xml': new Uint8Array(Buffer.from(text, 'latin1')) });
  expect(items[0].key).toBe('köttbulle.png');
  expect(items[0].objects).toMatchObject([
    { class: 'person', attributes: { actions: ['jumping'], truncated: 1, difficult: 0, pose: 'Left' } },
    { class: 'head', shape: { type: 'box', x: 2, width: 3 }, attributes: { part_of: 'person' } },
    { class: 'ship', shape: { type: 'rotatedBox', cx: 20, angle: expect.closeTo(90, 4) as number } },
    { class: 'leaf', shape: { type: 'polygon' } },
  ]);
  expect(told).toEqual([expect.stringMatching(/object 4: The object has no name/)]);
});
