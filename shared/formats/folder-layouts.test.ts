import { expect, it } from 'vitest';
import type { OntologyContent } from '../labels/ontology.ts';
import { blackPng, readFiles } from '../../test/support/read-files.ts';
import type { ExchangeItem } from './exchange-item.ts';
import { FORMATS } from './formats.ts';
import { planLosses } from './plan-losses.ts';
import { emptySurvey, surveyItem } from './survey-dataset.ts';

/** Folders as other tools lay them out, where the layout itself decides what is read. */
const png = blackPng(200, 100);

it('knows DOTA lines beside a data.yaml of Roboflow from YOLO', async () => {
  const files = {
    'data.yaml': "train: ../train/images\nval: ../valid/images\nnc: 1\nnames: ['ship']\n",
    'train/images/a.png': png,
    'train/labelTxt/a.txt': '10 20 40 20 40 60 10 60 ship 0\n',
  };
  const { detected, items } = await readFiles('dota', files);
  expect(detected).toBe('dota');
  expect(items[0].objects).toHaveLength(1);
  const yolo = await readFiles('yolo', {
    'data.yaml': files['data.yaml'],
    'train/images/a.png': png,
    'train/labels/a.txt': '0 0.5 0.5 0.1 0.1\n',
  });
  expect(yolo.detected).toBe('yolo');
});

it('reads each label of the official DOTA archives once, though they hold it upright as well', async () => {
  const turned = '100 10 150 50 100 90 50 50 plane 1\n';
  const upright = '50 10 150 10 150 90 50 90 plane 1\n';
  for (const [oriented, twin] of [
    ['train/labelTxt-v1.0/labelTxt', 'train/labelTxt-v1.0/Train_Task2_gt/trainset_reclabelTxt'],
    ['train/labelTxt-v1.5/DOTA-v1.5_train', 'train/labelTxt-v1.5/DOTA-v1.5_train_hbb'],
  ]) {
    const { items, told } = await readFiles('dota', {
      'train/images/P0000.png': png,
      [`${twin}/P0000.txt`]: upright,
      [`${oriented}/P0000.txt`]: turned,
    });
    expect(told).toEqual([]);
    expect(items).toHaveLength(1);
    expect(items[0].objects[0].shape.type).toBe('polygon');
    const alone = await readFiles('dota', { 'train/images/P0000.png': png, [`${twin}/P0000.txt`]: upright });
    expect(alone.items[0].objects).toHaveLength(1);
  }
});

it('writes the difficulty 2 of DOTA 2.0 again', async () => {
  const { items, ontology } = await readFiles('dota', {
    'train/images/P0000.png': png,
    'train/labelTxt/P0000.txt': '10 20 40 20 40 60 10 60 helipad 2\n',
  });
  const files = FORMATS.dota.serialize?.(
    { ontology, splits: ['train'], items: () => items },
    { settings: {}, withImages: false, drop: () => {} },
  );
  const texts: string[] = [];
  for await (const file of files ?? [])
    if ('content' in file) texts.push(new TextDecoder().decode(file.content as Uint8Array));
  expect(texts).toEqual(['10 20 40 20 40 60 10 60 helipad 2\n']);
});

it('says of classes of whole images that YOLO loses them only beside objects', () => {
  const tagged = { key: 'a.png', objects: [], classifications: [{ name: 'cat', answers: {} }] };
  const survey = emptySurvey();
  surveyItem(survey, tagged);
  expect(planLosses(survey, FORMATS.yolo).map(({ what }) => what)).toEqual(['name of a classification']);
  surveyItem(survey, {
    ...tagged,
    width: 9,
    height: 9,
    objects: [{ class: 'cat', shape: { type: 'box', x: 1, y: 1, width: 5, height: 5 } }],
  });
  expect(planLosses(survey, FORMATS.yolo)).toMatchObject([{ what: 'classifications', count: 2 }]);
});

it('takes class names from _darknet.labels, and classes of RetinaNet from their own table', async () => {
  const darknet = await readFiles('yolo', {
    'train/a.png': png,
    'train/a.txt': '1 0.5 0.5 0.1 0.1\n',
    'train/_darknet.labels': 'cat\ndog',
  });
  expect([darknet.told, darknet.items[0].objects[0].class]).toEqual([[], 'dog']);
  const retinanet = await readFiles('csv', {
    'train/a.png': png,
    'train/_annotations.csv': 'a.png,10,20,40,60,cat\n',
    'train/_classes.csv': 'bird,0\ncat,1\n',
  });
  expect([retinanet.told, retinanet.items.length]).toEqual([[], 1]);
  expect(retinanet.ontology.classes.map(({ name }) => name).sort()).toEqual(['bird', 'cat']);
});

it('names Open Images classes by the table that FiftyOne writes', async () => {
  const { items } = await readFiles('open-images', {
    'train/data/01.png': png,
    'train/labels/detections.csv':
      'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\n01,xclick,/m/01yrx,1,0.05,0.2,0.2,0.6\n',
    'train/metadata/classes.csv': '/m/01yrx,Cat\n',
  });
  expect(items[0].objects[0].class).toBe('Cat');
});

it('finds the frames of a MOT folder whose images keep their own names, also those without boxes', async () => {
  const { items } = await readFiles('mot', {
    'gt/gt.txt': '2,1,10,20,30,40,1,1,1\n',
    'gt/labels.txt': 'cat\n',
    'img1/frame_000000.png': png,
    'img1/frame_000001.png': png,
    'img1/frame_000002.png': png,
  });
  expect(items.map(({ key, objects }) => [key, objects.length])).toEqual([
    ['img1/frame_000000.png', 0],
    ['img1/frame_000001.png', 1],
    ['img1/frame_000002.png', 0],
  ]);
});

it('lists frames of a CVAT video without a shape when their images are there', async () => {
  const xml = `<annotations><version>1.1</version><meta><task><size>3</size><stop_frame>2</stop_frame><labels><label><name>cat</name></label></labels></task></meta>
    <track id="0" label="cat"><box frame="0" keyframe="1" outside="0" xtl="1" ytl="1" xbr="9" ybr="9"></box><box frame="1" keyframe="1" outside="1" xtl="1" ytl="1" xbr="9" ybr="9"></box></track></annotations>`;
  const images = [0, 1, 2].map((frame): [string, Uint8Array] => [`images/frame_00000${frame}.png`, png]);
  const { items } = await readFiles('cvat', { 'annotations.xml': xml, ...Object.fromEntries(images) });
  expect(items.map(({ objects }) => objects.length)).toEqual([1, 0, 0]);
  expect(items[2]).toMatchObject({ key: 'images/frame_000002.png', width: 200 });
  expect((await readFiles('cvat', { 'annotations.xml': xml })).items).toHaveLength(1);
});

it('finds images of Label Studio under the names they had before the upload', async () => {
  const task = (name: string) => ({
    id: 1,
    annotations: [{ id: 1, result: [] }],
    data: { image: `/data/upload/1/1a2b3c4d-${name}` },
  });
  const { items } = await readFiles('label-studio', {
    'project.json': JSON.stringify([task('a.png'), task('b.png'), task('c.png')]),
    'images/a.png': png,
    'images/1a2b3c4d-b.png': png,
  });
  expect(items.map(({ key }) => key.split('/').at(-1))).toEqual([
    'a.png',
    '1a2b3c4d-b.png',
    '1a2b3c4d-c.png',
  ]);
});

it('says of a YOLO export what its task loses, also when no object has been drawn yet', () => {
  const survey = emptySurvey();
  surveyItem(survey, { key: 'a.png', objects: [], classifications: [{ name: 'night', answers: {} }] });
  surveyItem(survey, { key: 'b.png', objects: [], classifications: [] });
  const car = { id: 'car', name: 'car', color: '#123456', attributes: [], archived: false };
  const ontology: OntologyContent = {
    classes: [{ ...car, shape: 'box' }],
    classifications: [{ id: 'night', name: 'night', attributes: [], archived: false }],
  };
  const told = (ontologyOfProject: OntologyContent) =>
    planLosses(survey, FORMATS.yolo, { ontology: ontologyOfProject, given: [] }).map(({ what }) => what);
  // Files of boxes that are still empty, not folders of images.
  expect(told(ontology)).toEqual(['classifications']);
  expect(told({ ...ontology, classes: [] })).toEqual([
    'image without labels',
    'name of a classification',
    'image without a tag',
  ]);
});

it.each(['yolo', 'kitti', 'dota', 'cityscapes', 'voc', 'labelme', 'coco'] as const)(
  'gives a.jpg and a.png labels of their own: %s',
  async (name) => {
    const item = (key: string, x: number): ExchangeItem => ({
      key,
      width: 200,
      height: 100,
      objects: [{ class: 'car', shape: { type: 'box', x, y: 10, width: 20, height: 20 } }],
      classifications: [],
    });
    const told: string[] = [];
    const files = FORMATS[name].serialize?.(
      {
        ontology: { classes: [], classifications: [] },
        splits: [],
        items: () => [item('a.jpg', 10), item('a.png', 50)],
      },
      { settings: { kind: 'panoptic' }, withImages: true, drop: (what) => told.push(what) },
    );
    const paths: string[] = [];
    for await (const { path } of files ?? []) paths.push(path);
    expect(new Set(paths).size).toBe(paths.length);
    // Where a label finds its image by the name, the image is renamed.
    expect(told).toEqual(['yolo', 'kitti', 'dota'].includes(name) ? ['name of an image'] : []);
  },
);
