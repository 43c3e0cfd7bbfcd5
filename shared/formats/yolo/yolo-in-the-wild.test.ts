import { describe, expect, it } from 'vitest';
import { blackPng, readFiles } from '../../../test/support/read-files.ts';

const png = blackPng(100, 50);
const line = '0 .5 .5 .2 .2\n';

describe('YOLO in the wild', () => {
  it('follows the paths of Roboflow, which begin one folder above the dataset', async () => {
    const { items, told, detected } = await readFiles('yolo', {
      'data.yaml':
        "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: ['cat']",
      'README.dataset.txt': 'made by somebody',
      'train/images/a.png': png,
      'train/labels/a.txt': line,
      'valid/images/b.png': png,
      'valid/labels/b.txt': line,
      'test/images/c.png': png,
      'test/labels/c.txt': '',
    });
    expect(detected).toBe('yolo');
    expect(told).toEqual([]);
    expect(items.map((item) => [item.key, item.split, item.objects.length])).toEqual([
      ['train/images/a.png', 'train', 1],
      ['valid/images/b.png', 'val', 1],
      ['test/images/c.png', 'test', 0],
    ]);
  });

  it('takes lists of folders, and names by number or as one list', async () => {
    const { items } = await readFiles('yolo', {
      'd.yaml':
        'path: /content/datasets/d\ntrain: [images/a, images/b]\nval: images/c\nnames:\n  - cat\n  - dog',
      'images/a/1.png': png,
      'images/b/2.png': png,
      'images/c/3.png': png,
      'labels/a/1.txt': line,
      'labels/b/2.txt': '1 .5 .5 .2 .2',
    });
    expect(items.map((item) => [item.key, item.split, item.objects[0]?.class])).toEqual([
      ['images/a/1.png', 'train', 'cat'],
      ['images/b/2.png', 'train', 'dog'],
      ['images/c/3.png', 'val', undefined],
    ]);
  });

  it('reads Darknet and CVAT YOLO 1.1, which have obj.data, obj.names and lists', async () => {
    const { items, told, detected } = await readFiles('yolo', {
      'obj.data': 'classes = 2\nnames = data/obj.names\ntrain = data/train.txt\n',
      'obj.names': 'cat\ndog\n',
      'train.txt': 'data/obj_train_data/a.png\n',
      'valid.txt': 'data/obj_valid_data/b.png\r\n',
      'obj_train_data/a.png': png,
      'obj_train_data/a.txt': '1 .5 .5 .2 .2',
      'obj_valid_data/b.png': png,
      'obj_valid_data/b.txt': line,
    });
    expect(detected).toBe('yolo');
    expect(told).toEqual([]);
    expect(items.map((item) => [item.key, item.split, item.objects[0].class])).toEqual([
      ['obj_train_data/a.png', 'train', 'dog'],
      ['obj_valid_data/b.png', 'valid', 'cat'],
    ]);
  });

  it('knows a pose by its lines when nobody wrote kpt_shape, and says so', async () => {
    const pose = (x: number) => `0 .5 .5 .4 .4 ${x} .4 2 .6 .6 1 0 0 0`;
    const { items, told } = await readFiles('yolo', {
      'data.yaml': 'names: [person]',
      'images/a.png': png,
      'labels/a.txt': `${pose(0.4)}\n${pose(0.45)}\n`,
    });
    expect(told[0]).toMatch(/no kpt_shape; the lines look like 3 keypoints of 3 values/);
    expect(items[0].objects[0].shape).toEqual({
      type: 'keypoints',
      points: [
        { x: 40, y: 20, visibility: 2 },
        { x: 60, y: 30, visibility: 1 },
        { x: 0, y: 0, visibility: 0 },
      ],
    });
  });

  it('reads a confidence behind boxes, outlines and oriented boxes', async () => {
    const { items, told } = await readFiles('yolo', {
      'data.yaml': 'names: [cat]\nnc: 3',
      'images/a.png': png,
      'images/b.png': png,
      'labels/a.txt': '0 .5 .5 .2 .2 .75\n0 .1 .1 .2 .1 .2 .2 .9\n',
      'labels/b.txt': '0 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2 0.3',
    });
    expect(items.flatMap((item) => item.objects.map((one) => [one.shape.type, one.confidence]))).toEqual([
      ['box', 0.75],
      ['polygon', 0.9],
      ['polygon', 0.3],
    ]);
    expect(told).toEqual([expect.stringMatching(/nc says 3 classes, names lists 1/)]);
  });

  it('tells every line that is no label and keeps the rest, whatever the encoding', async () => {
    const wide = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line, 'utf16le')]));
    const { items, told } = await readFiles('yolo', {
      'data.yaml': '\uFEFFnames: {0: "kött: \'bulle\'"}\r\n',
      'images/a.png': png,
      'images/b.png': png,
      'images/c.png': png,
      'labels/a.txt':
        '\uFEFF0 .5 .5 .2 .2\r\n0 .5 .5\r\n7 .5 .5 .2 .2\r\nx .5 .5 .2 .2\r\n-1 .5 .5 .2 .2\r\n0.0 .5 .5 .2 .2',
      'labels/b.txt': wide,
      'labels/orphan.txt': line,
    });
    expect(items[0].objects.map((one) => one.class)).toEqual(["kött: 'bulle'", "kött: 'bulle'"]);
    expect(items[1].objects).toHaveLength(1);
    expect(told.map((one) => one.replace(/: .*/, ''))).toEqual([
      'labels/a.txt line 2',
      'labels/a.txt line 3',
      'labels/a.txt line 4',
      'labels/a.txt line 5',
      'labels/a.txt line 6',
      'images/c.png ',
      'labels/orphan.txt ',
    ]);
  });

  it('reads images sorted into folders as classes', async () => {
    const { items, detected } = await readFiles('yolo', {
      'README.md': '# cats',
      'train/cat/a.png': png,
      'val/dog/b.png': png,
    });
    expect(detected).toBe('yolo');
    expect(items.map((item) => [item.split, item.classifications[0].answers])).toEqual([
      ['train', { class: 'cat' }],
      ['val', { class: 'dog' }],
    ]);
  });
});
