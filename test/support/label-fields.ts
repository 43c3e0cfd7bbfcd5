import { maskFromCounts } from '../../shared/formats/mask-shape.ts';
import type { ExchangeItem, ExchangeObject } from '../../shared/formats/exchange-item.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import type { LabelField } from './label-field.ts';
import { ONTOLOGY_FIELDS } from './ontology-fields.ts';

/** The size of every image of these fields. */
export const FIELD_IMAGE = { width: 200, height: 100 };
const [W, H] = [FIELD_IMAGE.width, FIELD_IMAGE.height];

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
): LabelField {
  return { items: withObject({ shape }), read: (items) => first(items).shape, told };
}
function ofAttribute(name: string, value: string | number | string[]): LabelField {
  return {
    items: withObject({ attributes: { [name]: value } }),
    read: (items) => first(items).attributes?.[name],
    told: new RegExp(`^attribute ${name}`),
  };
}
function ofTag(
  name: string,
  answers: ExchangeItem['classifications'][0]['answers'],
  told: RegExp,
): LabelField {
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
function ofDetail(name: keyof ExchangeObject, value: string, told: RegExp): LabelField {
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

/** Every field of the label model and of its ontology. */
export const LABEL_FIELDS: Record<string, LabelField> = {
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
  'object on an image of unknown size': {
    items: [{ key: 'unknown.png', objects: [{ class: 'car', shape: box }], classifications: [] }],
    read: (items) => items.flatMap((one) => one.objects).length,
    told: /^(shape box|(object on an image|image) of unknown size)/,
  },
  'hole on an image of unknown size': {
    items: [
      {
        key: 'unknown.png',
        objects: [
          {
            class: 'car',
            shape: { type: 'polygon', parts: [[square(10, 10, 60), square(20, 20, 10)]] },
          },
        ],
        classifications: [],
      },
    ],
    read: (items) => first(items).shape,
    told: /^(shape polygon|holes? |(object on an image|image) of unknown size)/,
  },
  'points beyond the skeleton': {
    items: withObject({
      shape: { type: 'keypoints', points: ring.slice(0, 4).map(([x, y]) => ({ x, y, visibility: 2 })) },
    }),
    ontology: {
      classes: [
        {
          id: 'car',
          name: 'car',
          shape: 'keypoints',
          color: '#1f77b4',
          attributes: [],
          skeleton: { points: [{ name: 'nose' }, { name: 'chin' }], edges: [] },
          archived: false,
        },
      ],
      classifications: [],
    },
    read: (items) => first(items).shape,
    told: /^(shape )?keypoint/,
  },
  'objects that overlap': {
    items: [
      item({
        objects: [
          { class: 'car', shape: { type: 'box', x: 10, y: 20, width: 4, height: 4 } },
          { class: 'car', shape: box },
        ],
      }),
    ],
    read: (items) => items.flatMap((one) => one.objects).length,
    told: /^(overlap of objects|shape box)/,
  },
  ...ONTOLOGY_FIELDS,
};
