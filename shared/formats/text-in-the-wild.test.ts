import { describe, expect, it } from 'vitest';
import { blackPng, readFiles } from '../../test/support/read-files.ts';

describe('KITTI', () => {
  const rest = '-1.5 10 20 30 60 1.5 1.6 3.7 2.5 1.6 40.1 -1.4';

  it('reads 15 and 16 columns, unknown values and DontCare', async () => {
    const { items, told, detected } = await readFiles('kitti', {
      'training/label_2/000001.txt': `Car 0.00 1 ${rest}\r\nDontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\r\nVan 0 0 ${rest} 0.75\r\nCar 0 0\r\n`,
      'training/image_2/000001.png': blackPng(40, 70),
    });
    expect(detected).toBe('kitti');
    expect(items[0]).toMatchObject({
      key: 'training/image_2/000001.png',
      split: 'training',
      width: 40,
      objects: [
        { class: 'Car', attributes: { occluded: 1, rotation_y: -1.4 } },
        { class: 'DontCare', attributes: { truncated: -1, occluded: -1, alpha: -10 } },
        { class: 'Van', confidence: 0.75 },
      ],
    });
    expect(told).toEqual([
      expect.stringMatching(/line 4: A line has a class and 14 or 15 numbers; this one has 3 columns/),
    ]);
  });

  it('reads the tracking benchmark: a frame and a track before the class', async () => {
    const { items, told, detected } = await readFiles('kitti', {
      'label_02/0003.txt': `0 2 Van 0 0 ${rest}\n0 -1 DontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\n5 2 Van 0 0 ${rest}\n`,
    });
    expect([detected, told]).toEqual(['kitti', []]);
    expect(items.map((item) => [item.key, item.objects.map((one) => [one.class, one.trackId])])).toEqual([
      [
        'label_02/0003/000000.png'.replace('label', 'image'),
        [
          ['Van', '2'],
          ['DontCare', undefined],
        ],
      ],
      ['image_02/0003/000005.png', [['Van', '2']]],
    ]);
  });
});

describe('DOTA', () => {
  it('reads with and without header and difficulty, commas, general quadrilaterals, blanks in names', async () => {
    const { items, told, detected } = await readFiles('dota', {
      'train/labelTxt/P1.txt':
        'imagesource:GoogleEarth\r\ngsd:0.146\r\n2 2 10 2 10 6 2 6 plane 0\r\n1 1 9 2 8 7 2 6 large-vehicle 1\r\n1 1 9 2 plane 0\r\n',
      'train/labelTxt/P2.txt': '2.0,2.0,10.0,2.0,10.0,6.0,2.0,6.0,ship\n',
      'train/labelTxt/P3.txt': '',
    });
    expect(detected).toBe('dota');
    expect(
      items.map((item) => [
        item.key,
        item.split,
        item.objects.map((one) => [one.class, one.shape.type, one.attributes]),
      ]),
    ).toEqual([
      [
        'P1.png',
        'train',
        [
          ['plane', 'rotatedBox', { difficult: 0 }],
          ['large-vehicle', 'polygon', { difficult: 1 }],
        ],
      ],
      ['P2.png', 'train', [['ship', 'rotatedBox', {}]]],
      ['P3.png', 'train', []],
    ]);
    expect(items[0].metadata).toEqual({ imagesource: 'GoogleEarth', gsd: '0.146' });
    expect(told).toEqual([expect.stringMatching(/P1.txt line 5: A line has eight numbers/)]);
  });
});

describe('Open Images', () => {
  it('joins boxes, flags, verified labels and names, and tells relations', async () => {
    const { items, told, detected } = await readFiles('open-images', {
      'class-descriptions-boxable.csv': '/m/1,Cat\n/m/2,"Dog, big"\n',
      'train-annotations-bbox.csv':
        'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\na,xclick,/m/1,1,0.1,0.5,0.2,0.4,0,0,1,0,-1\na,xclick,/m/2,1,x,0.5,0.2,0.4,0,0,0,0,0\nb,xclick,/m/1,1,0.1,0.5,0.2,0.4,0,0,0,0,0\n',
      'train-annotations-human-imagelabels-boxable.csv':
        'ImageID,Source,LabelName,Confidence\na,verification,/m/2,0\n',
      'oidv6-relationship-triplets.csv': 'ImageID,LabelName1,LabelName2,XMin1\na,/m/1,/m/2,0\n',
      'images/a.png': blackPng(100, 50),
    });
    expect(detected).toBe('open-images');
    expect(items[0]).toMatchObject({
      key: 'images/a.png',
      split: 'train',
      objects: [
        {
          class: 'Cat',
          shape: { type: 'box', x: 10, y: 10, width: 40, height: 10 },
          attributes: { IsGroupOf: 1, iscrowd: 1, IsInside: -1 },
        },
      ],
      classifications: [{ name: 'Dog, big', answers: { present: 'no', confidence: 0 } }],
    });
    expect(told).toEqual([
      expect.stringMatching(/relationship-triplets.csv : Relations between two objects are not read/),
      expect.stringMatching(/bbox.csv line 3: A side of the box is not a number/),
      expect.stringMatching(/bbox.csv line 4: The size of the image "b.jpg" is not known/),
    ]);
  });
});
