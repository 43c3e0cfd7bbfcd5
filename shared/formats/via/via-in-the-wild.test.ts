import { expect, it } from 'vitest';
import { readFiles } from '../../../test/support/read-files.ts';

const row = (cells: string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

it('reads the table of VIA 2: a row a region, images without regions too', async () => {
  const { items, told, detected } = await readFiles('via', {
    'via.csv': [
      'filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes',
      row([
        'a.jpg',
        '5',
        '{"caption":"x"}',
        '2',
        '0',
        '{"name":"rect","x":1,"y":2,"width":3,"height":4}',
        '{"type":"cat"}',
      ]),
      row(['a.jpg', '5', '{}', '2', '1', '{"name":"circle","cx":5,"cy":5,"r":2}', '{"type":"dog"}']),
      row(['b.jpg', '5', '{}', '0', '0', '{}', '{}']),
      row(['c.jpg', '5', '{}', '1', '0', '{"name":', '{}']),
    ].join('\r\n'),
  });
  expect(detected).toBe('via');
  expect(items.map((item) => [item.key, item.objects.map((one) => [one.class, one.shape.type])])).toEqual([
    [
      'a.jpg',
      [
        ['cat', 'box'],
        ['dog', 'ellipse'],
      ],
    ],
    ['b.jpg', []],
    ['c.jpg', []],
  ]);
  expect(items[0].metadata).toEqual({ caption: 'x' });
  expect(told).toEqual([
    expect.stringMatching(/^via.csv line 5: The cell "region_shape_attributes" is not JSON/),
  ]);
});

it('reads the project of VIA 3, whose shapes are numbered and joined to files by views', async () => {
  const { items, told, detected } = await readFiles('via', {
    'project.json': JSON.stringify({
      project: { pid: '__VIA_PROJECT_ID__', data_format_version: '3.1.1', vid_list: ['1', '2'] },
      config: {},
      attribute: {
        1: { aname: 'class', type: 3, options: { 0: 'cat', 1: 'dog' } },
        2: { aname: 'note', type: 1, options: {} },
      },
      file: {
        1: { fid: 1, fname: 'a.jpg', type: 2, src: './a.jpg' },
        2: { fid: 2, fname: 'b.mp4', type: 4 },
      },
      metadata: {
        '1_x': { vid: '1', flg: 0, z: [], xy: [2, 1, 2, 3, 4], av: { 1: '1', 2: 'small' } },
        '1_y': { vid: '1', flg: 0, z: [], xy: [7, 0, 0, 5, 0, 5, 5], av: { 1: '0' } },
        '1_z': { vid: '1', flg: 0, z: [], xy: [], av: { 2: 'whole' } },
        '2_a': { vid: '2', flg: 0, z: [1.5, 2.5], xy: [], av: {} },
        '9_a': { vid: '9', flg: 0, z: [], xy: [1, 2, 3], av: {} },
      },
      view: { 1: { fid_list: ['1'] }, 2: { fid_list: ['2'] } },
    }),
  });
  expect(detected).toBe('via');
  expect(items[0]).toMatchObject({
    key: 'a.jpg',
    metadata: { note: 'whole' },
    objects: [
      {
        class: 'dog',
        shape: { type: 'box', x: 1, y: 2, width: 3, height: 4 },
        attributes: { note: 'small' },
      },
      {
        class: 'cat',
        shape: {
          type: 'polygon',
          parts: [
            [
              [
                [0, 0],
                [5, 0],
                [5, 5],
              ],
            ],
          ],
        },
      },
    ],
  });
  expect(told.join('\n')).toMatch(/\$.metadata\["2_a"\]: Segments of time are not read/);
  expect(told.join('\n')).toMatch(/\$.metadata\["9_a"\]: The shape belongs to no view/);
});
