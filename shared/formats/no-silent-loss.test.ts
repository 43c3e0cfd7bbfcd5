import { expect, it } from 'vitest';
import type { OntologyContent } from '../labels/ontology.ts';
import type { Shape } from '../labels/shape.ts';
import { concatenate } from './byte-chunks.ts';
import type { ExchangeItem, ExchangeObject } from './exchange-item.ts';
import type { Format, FormatSettings } from './format.ts';
import { FORMATS } from './formats.ts';
import { maskFromCounts } from './mask-shape.ts';
import { memorySource } from './memory-source.ts';
import { OntologyBuilder } from './ontology-builder.ts';
import { parseDataset } from './parse-dataset.ts';
import { planLosses } from './plan-losses.ts';
import { encodePng } from './png-codec.ts';
import { emptySurvey, surveyItem } from './survey-dataset.ts';

/**
 * Every field of the label model, put into every format that can be written: either it comes back as it was, or the
 * losses that are told before the export starts name it. Nothing may vanish without a word.
 */
const [W, H] = [200, 100];
const picture = encodePng(new Uint8Array(W * H), W, H, 1);

interface Field {
  /** What is put in beside the image: an object, or the whole dataset. */
  items: ExchangeItem[];
  ontology?: OntologyContent;
  /** What must be the same again. */
  read: (items: ExchangeItem[], ontology: OntologyContent) => unknown;
  /** How the loss that names it begins. */
  told: RegExp;
}

const box: Shape = { type: 'box', x: 10, y: 20, width: 30, height: 40 };
const item = (part: Partial<ExchangeItem> = {}, key = 'a.png'): ExchangeItem => ({
  key,
  width: W,
  height: H,
  objects: [{ class: 'car', shape: box }],
  classifications: [],
  ...part,
});
const withObject = (object: Partial<ExchangeObject>): ExchangeItem[] => [
  item({ objects: [{ class: 'car', shape: box, ...object }] }),
];
const first = (items: ExchangeItem[]): Partial<ExchangeObject> =>
  items.find((one) => one.objects.length > 0)?.objects[0] ?? {};
const mask = maskFromCounts([2030, 20, 80, 20, 80, 20, 17750], H, W);
if (!mask) throw new Error('The mask of this test fills its image.');

function ofShape(
  shape: Shape,
  told = new RegExp(`^(shape )?${shape.type}|outline of a ${shape.type}`),
): Field {
  return { items: withObject({ shape }), read: (items) => first(items).shape, told };
}
function ofAttribute(name: string, value: string | number | string[]): Field {
  return {
    items: withObject({ attributes: { [name]: value } }),
    read: (items) => first(items).attributes?.[name],
    told: new RegExp(`^attribute ${name}`),
  };
}
function ofTag(name: string, answers: ExchangeItem['classifications'][0]['answers'], told: RegExp): Field {
  return {
    items: [item({ classifications: [{ name, answers }] })],
    // What a format says beyond, such as how sure a tag is, is no loss.
    read: (items) =>
      items.flatMap((one) =>
        one.classifications.map((tag) => [tag.name, Object.keys(answers).map((key) => tag.answers[key])]),
      ),
    told,
  };
}
function ofDetail(name: keyof ExchangeObject, value: string, told: RegExp): Field {
  return { items: withObject({ [name]: value }), read: (items) => first(items)[name], told };
}

const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
];
const ring: [number, number][] = [
  [10, 10],
  [60, 12],
  [70, 50],
  [40, 80],
  [12, 60],
];

/** Attributes that some format or other has a place of its own for. */
const OWN_NAMES = [
  'iscrowd',
  'occluded',
  'truncated',
  'difficult',
  'z_order',
  'group_id',
  'keyframe',
  'visibility',
  'ignore',
  'isthing',
  'bbox',
  'segmentation',
  'isbbox',
  'area',
  'IsOccluded',
  'IsGroupOf',
  'Source',
  'labels',
  'relations',
  'annotation_id',
  'flags',
  'description',
  'pose',
  'alpha',
  'rotation_y',
];

const FIELDS: Record<string, Field> = {
  'id of an object': ofDetail('id', 'object-7', /^id of an object/),
  'id of a classification': {
    items: [item({ classifications: [{ id: 'tag-7', name: 'night', answers: {} }] })],
    read: (items) => items.flatMap((one) => one.classifications.map(({ id }) => id)),
    told: /^(id of a classification|classifications)/,
  },
  box: ofShape(box),
  rotatedBox: ofShape({ type: 'rotatedBox', cx: 60, cy: 50, width: 30, height: 20, angle: 30 }),
  polygon: ofShape({ type: 'polygon', parts: [[ring]] }),
  'polygon of several parts': ofShape(
    { type: 'polygon', parts: [[square(10, 10, 20)], [square(50, 50, 20)]] },
    /^(shape polygon|parts of polygons)/,
  ),
  'polygon with a hole': ofShape(
    { type: 'polygon', parts: [[square(10, 10, 60), square(20, 20, 10)]] },
    /^(shape polygon|holes? of )/,
  ),
  polyline: ofShape({ type: 'polyline', points: ring }),
  'keypoints of a skeleton': ofShape({
    type: 'keypoints',
    points: ring.slice(0, 4).map(([x, y], at) => ({ x, y, visibility: at === 1 ? 1 : 2 })),
  }),
  mask: ofShape(mask),
  cuboid2d: ofShape({
    type: 'cuboid2d',
    front: [
      [10, 10],
      [60, 10],
      [60, 50],
      [10, 50],
    ],
    back: [
      [30, 20],
      [80, 20],
      [80, 60],
      [30, 60],
    ],
  }),
  'upright ellipse': ofShape({ type: 'ellipse', cx: 60, cy: 50, rx: 30, ry: 20, angle: 0 }),
  'tilted ellipse': ofShape(
    { type: 'ellipse', cx: 60, cy: 50, rx: 30, ry: 20, angle: 30 },
    /^(shape ellipse|outline of a ellipse|rotation of an ellipse)/,
  ),
  circle: ofShape({ type: 'ellipse', cx: 60, cy: 50, rx: 30, ry: 30, angle: 0 }),
  'attribute: a text': ofAttribute('note', 'dented'),
  'attribute: a number': ofAttribute('speed', 12.5),
  'attribute: a list': ofAttribute('parts', ['wheel', 'door']),
  'attribute: a switch': ofAttribute('parked', 'true'),
  ...Object.fromEntries(
    OWN_NAMES.flatMap((name) =>
      [1, 0.5, 'true', 'partly', ['a', 'b']].map((value) => [
        `attribute ${name}: ${JSON.stringify(value)}`,
        ofAttribute(name, value),
      ]),
    ),
  ),
  confidence: {
    items: withObject({ confidence: 0.5, source: 'model' }),
    read: (items) => first(items).confidence,
    told: /^confidence/,
  },
  'track of one image': {
    items: withObject({ trackId: '7' }),
    read: (items) => first(items).trackId,
    told: /^track/,
  },
  'track that is no number': {
    items: withObject({ trackId: 'left lane' }),
    read: (items) => first(items).trackId,
    told: /^(track|name of a track)/,
  },
  'point that is hidden': ofShape(
    { type: 'keypoints', points: [{ x: 10, y: 20, visibility: 1 }] },
    /^(shape keypoints|visibility of a point)/,
  ),
  'points that are not labelled': ofShape(
    {
      type: 'keypoints',
      points: [
        { x: 10, y: 20, visibility: 2 },
        { x: 0, y: 0, visibility: 0 },
        { x: 40, y: 60, visibility: 1 },
      ],
    },
    /^(shape keypoints|visibility of a point|keypoints of one object)/,
  ),
  'objects of several shapes': {
    items: [
      item({
        objects: [
          { class: 'car', shape: box },
          {
            class: 'van',
            shape: { type: 'keypoints', points: ring.slice(0, 3).map(([x, y]) => ({ x, y, visibility: 2 })) },
          },
          { class: 'bus', shape: { type: 'polygon', parts: [[ring]] } },
        ],
      }),
    ],
    read: (items) => items.flatMap((one) => one.objects.map(({ shape }) => shape.type)),
    told: /^(shape|keypoints of)/,
  },
  ...Object.fromEntries(
    (['manual', 'model', 'import', 'consensus'] as const).map((source) => [
      `source ${source}`,
      ofDetail('source', source, /^source/),
    ]),
  ),
  createdBy: ofDetail('createdBy', 'ana', /^author/),
  updatedBy: ofDetail('updatedBy', 'ben', /^author/),
  createdAt: ofDetail('createdAt', '2026-01-02T03:04:05.678Z', /^time/),
  updatedAt: ofDetail('updatedAt', '2026-01-02T03:04:05.678Z', /^time/),
  'class name with a blank': {
    items: withObject({ class: 'traffic light' }),
    read: (items) => first(items).class,
    told: /class name/,
  },
  'class name with signs': {
    items: withObject({ class: 'köttbulle&"<,;' }),
    read: (items) => first(items).class,
    told: /class name/,
  },
  tag: ofTag('night', {}, /^(classification|name of a classification)/),
  'tag with answers': ofTag('weather', { sky: 'grey', wind: 3 }, /^(classification|answers)/),
  'answers of several choices': ofTag('weather', { kinds: ['rain', 'fog'] }, /^(classification|answers)/),
  'denied tag': ofTag('night', { present: 'no' }, /^(classification|denied tag|answers)/),
  caption: ofTag('caption', { caption: 'A car, parked.' }, /^(classification|answers)/),
  'two tags': {
    items: [item({ classifications: ['night', 'rain'].map((name) => ({ name, answers: {} })) })],
    read: (items) => items.flatMap((one) => one.classifications.map(({ name }) => name)),
    told: /^classification/,
  },
  'tags without objects': {
    items: [item({ objects: [], classifications: [{ name: 'night', answers: {} }] })],
    read: (items) => items.flatMap((one) => one.classifications.map(({ name }) => name)),
    told: /^(classification|name of a classification)/,
  },
  'image without labels': {
    items: [item(), item({ objects: [] }, 'b.png')],
    read: (items) => items.length,
    told: /^image without labels/,
  },
  'name of an image': {
    items: [item({}, 'straße 1 (a).png')],
    read: (items) => items.map(({ key }) => key.slice(key.lastIndexOf('/') + 1)),
    told: /^name of an image/,
  },
  'folder of an image': {
    items: [item({}, 'cam 1/a.png'), item({}, 'cam2/a.png')],
    read: (items) => items.map(({ key }) => key.split('/').slice(-2).join('/')).sort(),
    told: /^(folder|name) of an image/,
  },
  'size of an image': {
    items: [item()],
    read: (items) => items.map(({ width, height }) => [width, height]),
    told: /^size/,
  },
  'hash of an image': {
    items: [item({ sha256: 'ab'.repeat(32) })],
    read: (items) => items.map(({ sha256 }) => sha256),
    told: /^hash of an image/,
  },
  split: {
    items: [item({ split: 'train' }), item({ split: 'val' }, 'b.png')],
    read: (items) => items.map((one) => String(one.split)).sort(),
    told: /^split/,
  },
  'fact about an image': {
    items: [item({ metadata: { camera: 'left' } })],
    read: (items) => items[0]?.metadata?.['camera'],
    told: /^fact about the image camera/,
  },
  'fact about an image: a number': {
    items: [item({ metadata: { gsd: 0.25 } })],
    // Such a fact is what a file says: 0.25 and "0.25" are the same.
    read: (items) => String(items[0]?.metadata?.['gsd']),
    told: /^fact about the image gsd/,
  },
};

const read = (
  content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> =>
  (async function* () {
    if (content instanceof Uint8Array) yield content;
    else yield* content;
  })();

async function sendThrough(format: Format, field: Field, settings: FormatSettings) {
  const survey = emptySurvey();
  const builder = new OntologyBuilder();
  for (const one of field.items) {
    surveyItem(survey, one);
    for (const object of one.objects) {
      if (object.shape.type === 'keypoints') {
        const points = object.shape.points.map((_, at) => ({ name: `point ${at}` }));
        builder.declareClass(object.class, { skeleton: { points, edges: [[0, 1]] } });
      }
      builder.seeObject(object.class, object.shape.type, object.attributes);
    }
    for (const tag of one.classifications) builder.seeTag(tag.name, tag.answers);
  }
  const ontology = field.ontology ?? builder.build();
  const told = planLosses(survey, format, { settings, ontology }).map(
    ({ what, reason }) => `${what}: ${reason}`,
  );
  const files: Record<string, Uint8Array> = {};
  const stream = format.serialize?.(
    { ontology, splits: [...survey.splits].sort(), items: () => structuredClone(field.items) },
    { settings, withImages: true, drop: () => undefined },
  );
  if (!stream) throw new Error(`${format.title} is only read.`);
  for await (const file of stream) {
    if ('imageOf' in file) files[file.path] = picture;
    else {
      const chunks: Uint8Array[] = [];
      for await (const chunk of read(file.content)) chunks.push(chunk);
      files[file.path] = concatenate(chunks);
    }
  }
  const parsed = parseDataset(format, memorySource(files));
  const again: ExchangeItem[] = [];
  for await (const one of parsed.items) again.push(one);
  return { before: field.read(field.items, ontology), after: field.read(again, parsed.ontology()), told };
}

/** Numbers to 0.05; a switch is the same however it is written. */
const near = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    typeof one === 'number' ? Math.round(one * 20) / 20 : one === 'true' ? 1 : one === 'false' ? 0 : one,
  );

const VARIANTS: [string, Format, FormatSettings][] = [
  ...Object.values(FORMATS)
    .filter((format) => format.serialize !== undefined)
    .map((format): [string, Format, FormatSettings] => [format.name, format, {}]),
  ...(
    [
      ['coco', { kind: 'instances' }],
      ['coco', { kind: 'labels' }],
      ['coco', { kind: 'captions' }],
      ['coco', { kind: 'results' }],
      ['coco', { kind: 'panoptic' }],
      ['coco', { holes: 'fill' }],
      ['yolo', { confidence: 'true' }],
      ['yolo', { task: 'detect' }],
      ['yolo', { task: 'segment', confidence: 'true' }],
      ['yolo', { task: 'pose' }],
      ['yolo', { task: 'obb' }],
      ['yolo', { task: 'classify' }],
      ['cvat', { kind: 'video' }],
    ] as const
  ).map(([name, settings]): [string, Format, FormatSettings] => [
    `${name} ${Object.entries(settings).flat().join(' ')}`,
    FORMATS[name],
    settings,
  ]),
];

it.each(VARIANTS)('%s loses nothing without a word', async (_variant, format, settings) => {
  const silent: string[] = [];
  for (const [field, probe] of Object.entries(FIELDS)) {
    const { before, after, told } = await sendThrough(format, probe, settings);
    const isKept = near(before) === near(after);
    // What becomes of an object or an image that is left out needs no word of its own.
    const isGone = ['null', '[]'].includes(near(after)) && told.some((what) => what.endsWith(' left out'));
    if (!isKept && !isGone && !told.some((what) => probe.told.test(what)))
      silent.push(`${field}: ${near(before)} came back as ${near(after)}`);
  }
  expect(silent).toEqual([]);
});
