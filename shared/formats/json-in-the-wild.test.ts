import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blackPng, readFiles } from '../../test/support/read-files.ts';
import { encodePng } from './png-codec.ts';

const text = JSON.stringify;

describe('COCO', () => {
  it('reads crowds as switches, counts that Python printed as bytes, images named by links, and tells a bad one', async () => {
    const annotation = (id: number, rest: object) => ({
      id,
      image_id: 'x',
      category_id: 1,
      bbox: [0, 0, 2, 2],
      ...rest,
    });
    const { items, told, detected } = await readFiles('coco', {
      'a.json': `\uFEFF${text({
        images: [
          {
            id: 'x',
            coco_url: 'http://images.cocodataset.org/val2017/00%201.jpg?x=1',
            width: 4.0,
            height: '3',
          },
        ],
        categories: [{ id: 1, name: 'cat' }],
        annotations: [
          annotation(1, { iscrowd: true, segmentation: { size: [3, 4], counts: [1, 2, 9] } }),
          annotation(2, { segmentation: { size: [3, 4], counts: "b'129'" } }),
          annotation(3, { segmentation: { size: [3, 4], counts: [1, 2] } }),
          annotation(4, { segmentation: null, iscrowd: '0' }),
          annotation(5, { segmentation: [[0, 0, 2, 0]], bbox: [] }),
        ],
      })}`,
    });
    expect(detected).toBe('coco');
    expect(items[0]).toMatchObject({ key: 'val2017/00 1.jpg', width: 4, height: 3 });
    expect(items[0].objects.map((one) => [one.shape.type, one.attributes])).toEqual([
      ['mask', { iscrowd: 1 }],
      ['mask', {}],
      ['box', {}],
      ['box', {}],
    ]);
    expect(told.join('\n')).toMatch(/annotations\[2\]: The run lengths of the mask do not fill its size/);
    expect(told.join('\n')).toMatch(/annotations\[4\]: A polygon has fewer than 3 points/);
  });
});

describe('Datumaro', () => {
  it('keeps facts about the image, subsets, and tells labels that do not exist', async () => {
    const { items, told, detected } = await readFiles('datumaro', {
      'annotations/train.json': text({
        info: {},
        categories: { label: { labels: [{ name: 'cat', parent: '' }] } },
        items: [
          {
            id: 'sub/a',
            attr: { frame: 7 },
            image: { path: 'sub/a.jpg', size: [30, 40] },
            annotations: [
              {
                id: 0,
                type: 'bbox',
                label_id: 0,
                bbox: [1, 2, 3, 4],
                attributes: { occluded: true, is_crowd: false },
                group: 2,
                z_order: 1,
              },
              { id: 1, type: 'bbox', label_id: -1, bbox: [1, 2, 3, 4] },
              { id: 2, type: 'cuboid_3d', label_id: 0 },
              { id: 3, type: 'label', label_id: 0 },
            ],
          },
        ],
      }),
    });
    expect(detected).toBe('datumaro');
    expect(items[0]).toMatchObject({
      key: 'sub/a.jpg',
      split: 'train',
      metadata: { frame: 7 },
      objects: [{ class: 'cat', attributes: { occluded: 'true', group_id: 2, z_order: 1 } }],
      classifications: [{ name: 'cat' }],
    });
    expect(told).toEqual([
      expect.stringMatching(/annotations\[1\]: The annotation refers to label -1/),
      expect.stringMatching(/annotations\[2\]: Annotations of the kind "cuboid_3d" are not known/),
    ]);
  });
});

describe('LabelMe', () => {
  it('follows paths through other folders, several images of one name, sizes from the image', async () => {
    const file = (shapes: object[]) =>
      text({ version: '5.2.1', flags: {}, shapes, imagePath: '../b/a.png', imageData: null });
    const { items, told, detected } = await readFiles('labelme', {
      'labels/a.json': file([
        {
          label: 'x',
          points: [
            { x: 1, y: 2 },
            { x: 5, y: 6 },
          ],
          shape_type: 'rectangle',
          group_id: null,
          flags: { hard: true, bad: false },
        },
        {
          label: 'y',
          points: [
            [10, 5],
            [13, 1],
          ],
          shape_type: 'circle',
          group_id: 4,
        },
        { label: 'z', points: [[1, 1]], shape_type: null },
        { label: 'w', points: [[1, 1]], shape_type: 'spline' },
      ]),
      'a/a.png': blackPng(10, 10),
      'b/a.png': blackPng(20, 10),
    });
    expect(detected).toBe('labelme');
    expect(items[0]).toMatchObject({
      key: 'b/a.png',
      width: 20,
      objects: [
        {
          class: 'x',
          shape: { type: 'box', x: 1, y: 2, width: 4, height: 4 },
          attributes: { flags: ['hard'] },
        },
        { class: 'y', shape: { type: 'ellipse', rx: 5, ry: 5 }, attributes: { group_id: 4 } },
        { class: 'z', shape: { type: 'keypoints' } },
      ],
    });
    expect(told).toEqual([
      expect.stringMatching(/\$.shapes\[3\]: Shapes of the kind "spline" are not known/),
    ]);
  });
});

describe('Labelbox', () => {
  it('reads the oldest exports, which list shapes by class', async () => {
    const geometry = [
      { x: 1, y: 1 },
      { x: 5, y: 1 },
      { x: 5, y: 5 },
    ];
    const { items, told, detected } = await readFiles('labelbox', {
      'export.json': text([
        {
          ID: '1',
          'External ID': 'a.jpg',
          'Labeled Data': 'https://h/a.jpg',
          Label: { Car: [{ geometry }], Weather: 'sunny' },
        },
        {
          ID: '2',
          'External ID': 'b',
          'Labeled Data': 'https://h/x/b.png?token=1',
          Label: {
            objects: [
              { title: 'Car', bbox: { top: 2, left: 1, height: 4, width: 3 } },
              { title: 'Road', instanceURI: 'https://h/m' },
            ],
          },
        },
        { ID: '3', 'External ID': 'c.jpg', 'Labeled Data': 'https://h/c.jpg', Label: 'Skip' },
      ]),
    });
    expect(detected).toBe('labelbox');
    expect(items.map((item) => [item.key, item.objects.map((one) => [one.class, one.shape.type])])).toEqual([
      ['a.jpg', [['Car', 'polygon']]],
      ['b.png', [['Car', 'box']]],
      ['c.jpg', []],
    ]);
    expect(items[0].classifications).toEqual([{ name: 'Weather', answers: { Weather: 'sunny' } }]);
    expect(told).toEqual([
      expect.stringMatching(/\$\[1\], object "Road": The mask is a link to Labelbox/),
      expect.stringMatching(/\$\[2\]: The image was skipped/),
    ]);
  });
});

describe('Supervisely', () => {
  it('reads rotated boxes, graphs in the order of their class, and bitmaps packed as PNG in zlib in base64', async () => {
    const png = encodePng(Uint8Array.of(1, 0, 0, 1), 2, 2, 1);
    const { items, told, ontology, detected } = await readFiles('supervisely', {
      'meta.json': text({
        projectType: 'images',
        classes: [
          {
            title: 'dog',
            shape: 'graph',
            color: '#00ff00',
            geometry_config: {
              nodes: { n1: { label: 'nose', loc: [0, 0] }, n2: { label: 'tail', loc: [1, 1] } },
              edges: [{ src: 'n1', dst: 'n2' }],
            },
          },
        ],
        tags: [],
      }),
      'ds/ann/a.jpg.json': text({
        description: '',
        tags: ['night', { name: 'count', value: 3 }],
        size: { width: 20, height: 10 },
        objects: [
          { classTitle: 'dog', geometryType: 'graph', nodes: { n2: { loc: [5, 6] } }, tags: [] },
          {
            classTitle: 'ship',
            geometryType: 'oriented_bbox',
            points: {
              exterior: [
                [2, 2],
                [8, 4],
              ],
              interior: [],
            },
            angle: Math.PI / 2,
          },
          {
            classTitle: 'mask',
            geometryType: 'bitmap',
            bitmap: { data: Buffer.from(deflateSync(png)).toString('base64'), origin: [3, 4] },
          },
          { classTitle: 'box', geometryType: 'cuboid' },
        ],
      }),
    });
    expect(detected).toBe('supervisely');
    expect(ontology.classes.find((one) => one.name === 'dog')?.skeleton).toEqual({
      points: [{ name: 'nose' }, { name: 'tail' }],
      edges: [[0, 1]],
    });
    expect(items[0]).toMatchObject({
      key: 'ds/a.jpg',
      objects: [
        { shape: { type: 'keypoints', points: [{ visibility: 0 }, { x: 5, y: 6, visibility: 2 }] } },
        { shape: { type: 'rotatedBox', cx: 5, cy: 3, width: 6, height: 2, angle: 90 } },
        { shape: { type: 'mask', size: [10, 20] } },
      ],
      classifications: [{ name: 'night' }, { name: 'count', answers: { value: 3 } }],
    });
    expect(told).toEqual([
      expect.stringMatching(/\$.objects\[3\]: Shapes of the kind "cuboid" are not known/),
    ]);
  });
});

describe('Encord', () => {
  it('joins nested answers by hash, reads videos by frame, and tells what it does not know', async () => {
    const point = (x: number, y: number) => ({ x, y });
    const { items, told, detected } = await readFiles('encord', {
      'e.json': text([
        {
          label_hash: 'l',
          data_title: 'v.mp4',
          object_answers: {
            o1: {
              objectHash: 'o1',
              classifications: [
                { name: 'Colour', answers: [{ name: 'red' }] },
                { name: 'Note', answers: 'old' },
              ],
            },
          },
          classification_answers: {},
          data_units: {
            u: {
              data_hash: 'u',
              data_title: 'v.mp4',
              width: 100,
              height: 50,
              labels: {
                10: {
                  objects: [
                    {
                      name: 'Car',
                      objectHash: 'o1',
                      shape: 'polygon',
                      polygon: { 0: point(0.1, 0.2), 10: point(0.5, 0.6), 2: point(0.5, 0.2) },
                    },
                  ],
                },
                2: { objects: [{ name: 'Car', objectHash: 'o1', shape: 'hologram' }] },
              },
            },
          },
        },
      ]),
    });
    expect(detected).toBe('encord');
    expect(items.map((item) => item.key)).toEqual(['v.mp4/frame_000002', 'v.mp4/frame_000010']);
    expect(items[1].objects[0]).toMatchObject({
      class: 'Car',
      trackId: 'o1',
      shape: {
        parts: [
          [
            [
              [10, 10],
              [50, 10],
              [50, 30],
            ],
          ],
        ],
      },
      attributes: { Colour: ['red'], Note: 'old' },
    });
    expect(told).toEqual([
      expect.stringMatching(/labels.2.objects\[0\]: Shapes of the kind "hologram" are not known/),
    ]);
  });
});

describe('Cityscapes', () => {
  it('reads CityPersons boxes, groups and deleted objects', async () => {
    const { items, detected } = await readFiles('cityscapes', {
      'gtBboxCityPersons/val/bonn/bonn_1_gtBboxCityPersons.json': text({
        imgHeight: 1024,
        imgWidth: 2048,
        objects: [{ instanceId: 24000, bbox: [1, 2, 3, 4], bboxVis: [1, 2, 2, 4], label: 'pedestrian' }],
      }),
      'gtFine/val/bonn/bonn_2_gtFine_polygons.json': text({
        imgHeight: 1024,
        imgWidth: 2048,
        objects: [
          {
            label: 'cargroup',
            polygon: [
              [1, 1],
              [5, 1],
              [5, 5],
            ],
          },
          {
            label: 'car',
            deleted: 1,
            polygon: [
              [1, 1],
              [5, 1],
              [5, 5],
            ],
          },
        ],
      }),
    });
    expect(detected).toBe('cityscapes');
    expect(
      items.map((item) => [item.key, item.split, item.objects.map((one) => [one.class, one.attributes])]),
    ).toEqual([
      ['leftImg8bit/val/bonn/bonn_1_leftImg8bit.png', 'val', [['pedestrian', { bboxVis: '1 2 2 4' }]]],
      ['leftImg8bit/val/bonn/bonn_2_leftImg8bit.png', 'val', [['cargroup', { iscrowd: 1 }]]],
    ]);
  });
});
