import { describe, expect, it } from 'vitest';
import type { ExchangeItem } from './exchange-item.ts';
import type { FormatName, FormatSettings } from './format.ts';
import { FORMATS } from './formats.ts';
import { memorySource } from './memory-source.ts';
import { parseDataset } from './parse-dataset.ts';
import { encodePng } from './png-codec.ts';

async function read(
  format: FormatName,
  files: Record<string, Uint8Array | string>,
  settings: FormatSettings = {},
  main?: string,
) {
  const parsed = parseDataset(FORMATS[format], memorySource(files, main), { settings });
  const items: ExchangeItem[] = [];
  for await (const item of parsed.items) items.push(item);
  return {
    items,
    told: parsed.problems.report().map((one) => `${one.file} ${one.where}: ${one.reason}`),
    ontology: parsed.ontology(),
  };
}
const png = encodePng(new Uint8Array(100 * 50), 100, 50, 1);

describe('COCO in the wild', () => {
  const image = { id: '7', file_name: 'a.jpg', width: '10', height: '10' };
  const categories = [{ id: 3, name: 'cat', keypoints: ['nose', 'tail'], skeleton: [[1, 2]] }];

  it('joins ids that are texts on one side and numbers on the other, and ids that are no numbers', async () => {
    const { items, told } = await read('coco', {
      'a.json': JSON.stringify({
        annotations: [
          { id: 'x', image_id: 7, category_id: '3', bbox: ['1', '2', '3', '4'] },
          { id: 2, image_id: 'uuid-1', category_id: 3, bbox: [1, 1, 2, 2] },
        ],
        images: [image, { id: 'uuid-1', file_name: 'b.jpg', width: 10, height: 10 }],
        categories,
      }),
    });
    expect(told).toEqual([]);
    expect(items.map((item) => item.objects.length)).toEqual([1, 1]);
    expect(items[0].objects[0].shape).toEqual({ type: 'box', x: 1, y: 2, width: 3, height: 4 });
  });

  it('reads outlines written flat, in lists, in pairs, with long numbers and with exponents', async () => {
    const segmentations = [
      '[1,1,5,1,5,5]',
      '[[1,1,5,1,5,5]]',
      '[[[1,1],[5,1],[5,5]]]',
      '[[1.000000000001,1,5,1e0,5,5]]',
      '[[1,1,5,1,5,5],[]]',
      '[["1","1","5","1","5","5"]]',
    ];
    const annotations = segmentations.map(
      (one, id) => `{"id":${id},"image_id":7,"category_id":3,"bbox":[1,1,4,4],"segmentation":${one}}`,
    );
    const { items } = await read('coco', {
      'a.json': `{"images":[${JSON.stringify(image)}],"categories":${JSON.stringify(categories)},"annotations":[${annotations.join(' ,\n')}]}`,
    });
    expect(items[0].objects.length).toBe(6);
    for (const { shape } of items[0].objects) {
      expect(shape.type).toBe('polygon');
      if (shape.type === 'polygon')
        shape.parts[0][0].forEach(([x, y], i) =>
          expect([Math.round(x * 100) / 100, y]).toEqual(
            [
              [1, 1],
              [5, 1],
              [5, 5],
            ][i],
          ),
        );
    }
  });

  it('reads the three files of a split as one, and detections by their image ids', async () => {
    const base = { images: [{ id: 1, file_name: 'a.jpg', width: 10, height: 10 }] };
    const { items, told } = await read('coco', {
      'annotations/instances_val2017.json': JSON.stringify({
        ...base,
        categories,
        annotations: [
          { id: 5, image_id: 1, category_id: 3, bbox: [1, 1, 4, 4], segmentation: [[1, 1, 5, 1, 5, 5]] },
        ],
      }),
      'annotations/person_keypoints_val2017.json': JSON.stringify({
        ...base,
        categories,
        annotations: [
          {
            id: 5,
            image_id: 1,
            category_id: 3,
            bbox: [1, 1, 4, 4],
            segmentation: [[1, 1, 5, 1, 5, 5]],
            keypoints: [1, 1, 2, 0, 0, 0],
            num_keypoints: 1,
          },
        ],
      }),
      'annotations/captions_val2017.json': JSON.stringify({
        ...base,
        annotations: [{ id: 9, image_id: 1, caption: 'A cat.' }],
      }),
    });
    expect(told).toEqual([]);
    expect(items).toHaveLength(1);
    expect(items[0].split).toBe('val2017');
    expect(items[0].objects.map((one) => [one.shape.type, one.attributes?.['segmentation']])).toEqual([
      ['keypoints', '[[1,1,5,1,5,5]]'],
    ]);
    expect(items[0].classifications).toEqual([{ name: 'caption', answers: { caption: 'A cat.' } }]);
    const results = await read('coco', {
      'r.json': '[{"image_id":42,"category_id":18,"bbox":[1,2,3,4],"score":0.236}]',
    });
    expect(results.items[0]).toMatchObject({
      key: '42',
      objects: [{ class: 'category 18', confidence: 0.236, source: 'model' }],
    });
  });
});

describe('YOLO in the wild', () => {
  it('takes names from classes.txt, labels beside images, and a list of images as a split', async () => {
    const beside = await read('yolo', {
      'a.png': png,
      'a.txt': '1 .5 .5 .1 .1',
      'classes.txt': 'cat\ndog\n',
    });
    expect([beside.told, beside.items[0].objects[0].class]).toEqual([[], 'dog']);
    const listed = await read('yolo', {
      'd/data.yaml': 'train: lists/train.txt\nnames: [cat]',
      'd/lists/train.txt': './images/a.png\r\n/home/me/images/b.png\n',
      'd/images/a.png': png,
      'd/images/b.png': png,
      'd/labels/a.txt': '0 .5 .5 .1 .1',
      'd/labels/b.txt': '',
    });
    expect(listed.items.map((item) => [item.key, item.split, item.objects.length])).toEqual([
      ['d/images/a.png', 'train', 1],
      ['d/images/b.png', 'train', 0],
    ]);
  });

  it('reads poses with two values a point, and ids with gaps', async () => {
    const { items } = await read('yolo', {
      'data.yaml': 'names: {0: a, 5: b}\nkpt_shape: [2, 2]\ntrain: images',
      'images/a.png': png,
      'labels/a.txt': '5 .5 .5 .2 .2 .45 .5 0 0',
    });
    expect(items[0].objects[0]).toMatchObject({
      class: 'b',
      shape: {
        type: 'keypoints',
        points: [
          { x: 45, y: 25, visibility: 2 },
          { x: 0, y: 0, visibility: 0 },
        ],
      },
    });
  });
});

describe('others in the wild', () => {
  it('interpolates a CVAT track between its keyframes and stops where it is outside', async () => {
    const box = (frame: number, x: number, outside = 0) =>
      `<box frame="${frame}" outside="${outside}" keyframe="1" occluded="0" xtl="${x}" ytl="0" xbr="${x + 2}" ybr="2"/>`;
    const { items } = await read('cvat', {
      'a.xml': `<annotations><meta><task><original_size><width>50</width><height>50</height></original_size></task></meta><track id="4" label="car">${box(0, 0)}${box(4, 8)}${box(6, 8, 1)}${box(8, 20)}</track></annotations>`,
    });
    expect(
      items.map((item) => [item.key, item.objects[0].shape.type === 'box' && item.objects[0].shape.x]),
    ).toEqual([
      ['frame_000000', 0],
      ['frame_000001', 2],
      ['frame_000002', 4],
      ['frame_000003', 6],
      ['frame_000004', 8],
      ['frame_000005', 8],
      ['frame_000008', 20],
    ]);
    expect(items[1].objects[0]).toMatchObject({ trackId: '4', attributes: { keyframe: 0 } });
  });

  it('reads VOC one-based when asked, sizes from the image, and sets from ImageSets', async () => {
    const xml =
      '<annotation><filename>a</filename><object><name>cat</name><bndbox><xmax>4</xmax><xmin>1</xmin><ymin>1</ymin><ymax>3.5</ymax></bndbox></object></annotation>';
    const files = { 'Annotations/a.xml': xml, 'JPEGImages/a.png': png, 'ImageSets/Main/val.txt': 'a\n' };
    const plain = await read('voc', files);
    expect(plain.items[0]).toMatchObject({
      key: 'JPEGImages/a.png',
      width: 100,
      height: 50,
      split: 'val',
      objects: [{ shape: { x: 1, y: 1, width: 3, height: 2.5 } }],
    });
    const official = await read('voc', files, { 'one-based': 'true' });
    expect(official.items[0].objects[0].shape).toEqual({ type: 'box', x: 0, y: 0, width: 4, height: 3.5 });
  });

  it('takes the latest of several Label Studio annotations when asked, and strips the prefix of uploads', async () => {
    const region = (x: number) => ({
      id: 'r',
      type: 'rectanglelabels',
      original_width: 100,
      original_height: 50,
      value: { x, y: 0, width: 10, height: 10, rotation: 0, rectanglelabels: ['cat'] },
    });
    const task = {
      data: { image: '/data/upload/1/0a1b2c3d-cat.jpg' },
      annotations: [
        { id: 1, updated_at: '2024-02-01', result: [region(20)] },
        { id: 2, updated_at: '2024-01-01', result: [region(40)] },
        { id: 3, was_cancelled: true, result: [] },
      ],
    };
    const latest = await read(
      'label-studio',
      { 'e.json': JSON.stringify([task]) },
      { annotations: 'latest', 'strip-upload-prefix': 'true' },
    );
    expect(latest.told).toEqual([]);
    expect(latest.items[0]).toMatchObject({ key: 'data/upload/1/cat.jpg', objects: [{ shape: { x: 20 } }] });
    const all = await read('label-studio', { 'e.json': JSON.stringify([task]) });
    expect(all.items[0].objects.map((one) => one.attributes?.['annotation_id'])).toEqual(['1', '2']);
    expect(all.told.join()).toMatch(/2 annotations of this image are kept side by side/);
  });

  it('reads LabelMe from Windows, and a rectangle drawn from its last corner', async () => {
    const { items } = await read('labelme', {
      'sub/a.json': JSON.stringify({
        imagePath: '..\\..\\pics\\a.png',
        imageData: null,
        shapes: [
          {
            label: 'cat',
            shape_type: 'rectangle',
            points: [
              [9, 8],
              [1, 2],
            ],
          },
        ],
      }),
      'sub/a.png': png,
    });
    expect(items[0]).toMatchObject({
      key: 'sub/a.png',
      width: 100,
      objects: [{ shape: { type: 'box', x: 1, y: 2, width: 8, height: 6 } }],
    });
  });

  it('reads tables with other separators, empty rows, fractions and one-hot classes', async () => {
    const semicolons = await read('csv', {
      'a.csv': 'filename;xmin;ymin;xmax;ymax;class\r\n"a;1.png";1;2;3;4;cat\r\nb.png;;;;;\r\n',
    });
    expect(semicolons.items.map((item) => [item.key, item.objects.length])).toEqual([
      ['a;1.png', 1],
      ['b.png', 0],
    ]);
    const automl = await read('csv', {
      'a.csv': 'TRAIN,gs://bucket/x/a.png,cat,0.1,0.2,,,0.5,0.6,,\n',
      'x/a.png': png,
    });
    expect(automl.items[0]).toMatchObject({
      key: 'x/a.png',
      split: 'train',
      objects: [{ shape: { x: 10, y: 10, width: 40, height: 20 } }],
    });
    const oneHot = await read('csv', { '_classes.csv': 'filename, cat, dog\na.jpg, 0, 1\n' });
    expect(oneHot.items[0].classifications).toEqual([{ name: 'dog', answers: {} }]);
  });

  it('keeps Supervisely holes, VIA 1 regions and KITTI scores', async () => {
    const supervisely = await read('supervisely', {
      'ds/ann/a.png.json': JSON.stringify({
        size: { width: 20, height: 20 },
        tags: [],
        objects: [
          {
            classTitle: 'x',
            geometryType: 'polygon',
            points: {
              exterior: [
                [0, 0],
                [9, 0],
                [9, 9],
              ],
              interior: [
                [
                  [5, 2],
                  [7, 2],
                  [7, 4],
                ],
              ],
            },
          },
        ],
      }),
    });
    expect(supervisely.items[0].objects[0].shape).toMatchObject({
      parts: [
        [
          expect.anything(),
          [
            [5, 2],
            [7, 2],
            [7, 4],
          ],
        ],
      ],
    });
    const via = await read('via', {
      'a.json': JSON.stringify({
        'a.jpg1': {
          filename: 'a.jpg',
          regions: {
            0: {
              shape_attributes: { name: 'polygon', all_points_x: [1, 5, 5, 1], all_points_y: [1, 1, 5, 1] },
              region_attributes: { species: 'cat' },
            },
          },
        },
      }),
    });
    expect(via.items[0].objects[0]).toMatchObject({
      class: 'cat',
      shape: {
        parts: [
          [
            [
              [1, 1],
              [5, 1],
              [5, 5],
            ],
          ],
        ],
      },
    });
    const kitti = await read('kitti', {
      'label_2/1.txt': 'Person sitting 0 0 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10 0.7\n',
    });
    expect(kitti.items[0].objects[0]).toMatchObject({ class: 'Person sitting', confidence: 0.7 });
  });
});
