import { describe, expect, it } from 'vitest';
import { blackPng, readFiles } from '../../test/support/read-files.ts';
import { rounded } from './number-of.ts';

const png = blackPng(100, 50);
const boxes = (items: Awaited<ReturnType<typeof readFiles>>['items']) =>
  items.flatMap((item) =>
    item.objects.map((one) =>
      one.shape.type === 'box'
        ? [item.key, one.class, ...[one.shape.x, one.shape.y, one.shape.width, one.shape.height].map(rounded)]
        : one.shape.type,
    ),
  );

describe('tables of boxes', () => {
  it('reads boxes as a list in one cell, by their centre, and as fractions', async () => {
    const list = await readFiles('csv', {
      'train.csv':
        'image_id,width,height,bbox,source\nb6ab77fd7,1024,1024,"[834.0, 222.0, 56.0, 36.0]",usask\n',
    });
    expect(list.detected).toBe('csv');
    expect(boxes(list.items)).toEqual([['b6ab77fd7', '', 834, 222, 56, 36]]);
    expect(list.told[0]).toMatch(/line 2: The row names no class/);
    const centre = await readFiles('csv', {
      'a.csv': 'image;label;x_center;y_center;width;height\na.png;cat;0,5;0,5;0,2;0,4\n',
      'a.png': png,
    });
    expect(boxes(centre.items)).toEqual([['a.png', 'cat', 40, 15, 20, 20]]);
    const fractions = await readFiles('csv', {
      'a.csv': 'filename,xmin,ymin,xmax,ymax,class\na.png,0.1,0.1,0.5,0.5,cat\na.png,0,0,1,1,dog\n',
      'a.png': png,
    });
    expect(boxes(fractions.items)).toEqual([
      ['a.png', 'cat', 10, 5, 40, 20],
      ['a.png', 'dog', 0, 0, 100, 50],
    ]);
  });

  it('reads classes of whole images, several rows an image', async () => {
    const { items } = await readFiles('csv', {
      'labels.csv': '\uFEFF"filename","label"\r\n"a.png","cat"\r\n"a.png","dog"\r\n',
    });
    expect(items[0].classifications.map((one) => one.name)).toEqual(['cat', 'dog']);
  });

  it('leaves out rows that cannot be read and says which', async () => {
    const { items, told } = await readFiles('csv', {
      'a.csv':
        'filename,width,height,class,xmin,ymin,xmax,ymax\na.png,100,50,cat,1,1,x,5\n,1,1,cat,1,1,2,2\na.png,100,50,cat,1,1,5,5\na.png,100,50,cat,9,9,5,5\n',
    });
    expect(boxes(items)).toEqual([['a.png', 'cat', 1, 1, 4, 4]]);
    expect(told).toEqual([
      expect.stringMatching(/a.csv line 2: A corner of the box is not a number/),
      expect.stringMatching(/a.csv line 3: The row names no image/),
      expect.stringMatching(/a.csv line 5: The box has a negative size/),
    ]);
  });
});

describe('CreateML', () => {
  const file = (coordinates: object, name = 'a.png') =>
    JSON.stringify([{ image: name, annotations: [{ label: 'cat', coordinates }] }]);
  const box = { x: 20, y: 10, width: 10, height: 6 };

  it('reads x and y as the centre unless told otherwise, and fractions of the image', async () => {
    const read = async (coordinates: object, anchor?: string) =>
      boxes(
        (
          await readFiles(
            'createml',
            { '_annotations.createml.json': file(coordinates), 'a.png': png },
            anchor ? { settings: { anchor } } : {},
          )
        ).items,
      )[0].slice(2);
    expect(await read(box)).toEqual([15, 7, 10, 6]);
    expect(await read(box, 'top-left')).toEqual([20, 10, 10, 6]);
    expect(await read(box, 'bottom-left')).toEqual([20, 4, 10, 6]);
    expect(await read({ x: 0.5, y: 0.5, width: 0.2, height: 0.4 })).toEqual([40, 15, 20, 20]);
  });

  it('names images by links, and reads classes without boxes', async () => {
    const { items, detected } = await readFiles('createml', {
      'a.json': JSON.stringify([
        {
          imageURL: 'https://host/p/a%20b.png?x=1',
          annotation: [{ label: 'cat', coordinates: { x: '20', y: '10', width: '10', height: '6' } }],
        },
        { image: 'b.png', annotations: ['dog'] },
      ]),
    });
    expect(detected).toBe('createml');
    expect(items.map((item) => [item.key, item.objects.length, item.classifications.length])).toEqual([
      ['p/a b.png', 1, 0],
      ['b.png', 0, 1],
    ]);
  });
});

describe('MOT', () => {
  it('reads what trackers write: one file a sequence, any number of columns from 7 to 10', async () => {
    const { items, detected, told } = await readFiles('mot', {
      'MOT17-02.txt': '1,3,10,20,5,6,0.9,-1,-1,-1\n1,4,10.5,20,5,6,0.5,-1\n2,3,11,20,5,6,0.9\n3,3,11,20,5\n',
    });
    expect(detected).toBe('mot');
    expect(items.map((item) => item.objects.map((one) => [one.trackId, one.confidence]))).toEqual([
      [
        ['3', 0.9],
        ['4', 0.5],
      ],
      [['3', 0.9]],
    ]);
    expect(told).toEqual([expect.stringMatching(/MOT17-02.txt line 4: A line has a frame/)]);
  });

  it('takes the detections of sequences that have nothing else, and of no others', async () => {
    const { items, told } = await readFiles('mot', {
      'train/a/gt/gt.txt': '1,1,0,0,5,5,1,1,1\n',
      'train/a/det/det.txt': '1,-1,0,0,5,5,0.5\n1,-1,9,9,5,5,0.4\n',
      'test/b/det/det.txt': '1,-1,0,0,5,5,0.75\n',
    });
    expect(items.map((item) => [item.key, item.objects.map((one) => one.confidence)])).toEqual([
      ['train/a/img1/000001.jpg', [undefined]],
      ['test/b/img1/000001.jpg', [0.75]],
    ]);
    expect(told).toEqual([]);
  });

  it('takes sizes and frames without boxes from seqinfo.ini, classes from MOT16', async () => {
    const { items } = await readFiles('mot', {
      's/seqinfo.ini':
        '[Sequence]\r\nname=s\r\nimDir=img1\r\nseqLength=3\r\nimWidth=40\r\nimHeight=30\r\nimExt=.png\r\n',
      's/gt/gt.txt': '1, 1, 0, 0, 5, 5, 1, 3, 0.5\n3, 1, 0, 0, 5, 5, 0, 7, 1\n',
    });
    expect(
      items.map((item) => [item.key, item.width, item.objects.map((one) => [one.class, one.attributes])]),
    ).toEqual([
      ['s/img1/000001.png', 40, [['car', { visibility: 0.5 }]]],
      ['s/img1/000002.png', 40, []],
      ['s/img1/000003.png', 40, [['static person', { visibility: 1, ignore: 1 }]]],
    ]);
  });
});
