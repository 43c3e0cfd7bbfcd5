import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape, ShapeType } from '../labels/shape.ts';
import { concatenate } from './byte-chunks.ts';
import { detectFormat } from './detect-format.ts';
import type { ExchangeItem, ExchangeObject } from './exchange-item.ts';
import type { Format } from './format.ts';
import { FORMATS } from './formats.ts';
import { maskFromCounts } from './mask-shape.ts';
import { memorySource } from './memory-source.ts';
import { OntologyBuilder } from './ontology-builder.ts';
import { parseDataset } from './parse-dataset.ts';
import { encodePng } from './png-codec.ts';
import { shapeBounds } from './shape-bounds.ts';

const W = 200;
const H = 100;
const image = encodePng(new Uint8Array(W * H), W, H, 1);

const coordinate = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((n) => n / 100);
const point = fc.tuple(coordinate(W), coordinate(H));
const box = fc
  .tuple(coordinate(W - 20), coordinate(H - 20), coordinate(19), coordinate(19))
  .map(([x, y, w, h]): Shape => ({ type: 'box', x, y, width: w + 1, height: h + 1 }));
const ring = fc
  .uniqueArray(point, { minLength: 5, maxLength: 12, selector: String })
  .filter((points) => points[0].join() !== points.at(-1)?.join());
const mask = fc.array(fc.boolean(), { minLength: W * 2, maxLength: W * 2 }).map((bits): Shape => {
  const pixels = Array.from({ length: W * H }, (_, at) => bits[Math.floor(at / 50) % bits.length]);
  const counts: number[] = [0];
  let value = false;
  for (const bit of pixels) {
    if (bit === value) counts[counts.length - 1]++;
    else {
      counts.push(1);
      value = bit;
    }
  }
  const shape = maskFromCounts(counts, H, W);
  if (!shape) throw new Error('A generated mask fills its image.');
  return shape;
});
const quad = fc
  .tuple(point, point, point, point)
  .map(([a, b, c, d]): [typeof a, typeof b, typeof c, typeof d] => [a, b, c, d]);
const SHAPES: Record<ShapeType, fc.Arbitrary<Shape>> = {
  box,
  rotatedBox: fc.tuple(box, fc.integer({ min: 1, max: 359 })).map(([b, angle]) => ({
    type: 'rotatedBox',
    cx: shapeBounds(b).x + 10,
    cy: shapeBounds(b).y + 10,
    width: shapeBounds(b).width + 1,
    height: shapeBounds(b).height,
    angle,
  })),
  polygon: fc
    .array(ring, { minLength: 1, maxLength: 3 })
    .map((rings) => ({ type: 'polygon', parts: rings.map((one) => [one]) })),
  polyline: ring.map((points) => ({ type: 'polyline', points })),
  keypoints: fc
    .array(fc.tuple(point, fc.constantFrom(1 as const, 2 as const)), { minLength: 4, maxLength: 4 })
    .map((points) => ({
      type: 'keypoints',
      points: points.map(([[x, y], visibility]) => ({ x, y, visibility })),
    })),
  mask,
  cuboid2d: fc.tuple(quad, quad).map(([front, back]) => ({ type: 'cuboid2d', front, back })),
  ellipse: fc
    .tuple(point, coordinate(20), coordinate(20))
    .map(([[cx, cy], rx, ry]) => ({ type: 'ellipse', cx, cy, rx: rx + 1, ry: ry + 1, angle: 0 })),
};

const name = fc.constantFrom('car', 'traffic light', 'köttbulle & "猫" <b>', 'a/b, c;d');
const text = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .map((one) => `v${one.replace(/[\p{Cc}\s]/gu, '_')}v`);

/** Items that a format can hold as they are. */
function items(format: Format): fc.Arbitrary<ExchangeItem[]> {
  const can = format.capabilities;
  const shape = fc.oneof(...can.shapes.map((type) => SHAPES[type])).map((one): Shape => {
    if (one.type === 'polygon' && !can.parts) return { ...one, parts: [one.parts[0]] };
    // Points that stand alone are one point each in these formats.
    if (one.type === 'keypoints' && ['label-studio', 'labelme'].includes(format.name))
      return { ...one, points: [{ ...one.points[0], visibility: 2 }] };
    return one;
  });
  const attributes =
    can.attributes === 'any'
      ? fc.dictionary(fc.constantFrom('note', 'colour'), text, { maxKeys: 2 })
      : fc.constant({});
  const object: fc.Arbitrary<ExchangeObject> = fc
    .tuple(
      name,
      shape,
      attributes,
      fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
      fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    )
    .map(([one, form, values, score, track]) => ({
      // A class of one dataset has one skeleton or none. In Open Images 1 is what people's boxes have: it says nothing.
      class:
        form.type === 'keypoints'
          ? 'person'
          : ['kitti', 'dota'].includes(format.name)
            ? one.replaceAll(' ', '_')
            : one,
      shape: form,
      attributes: { ...values },
      ...(can.confidence && score !== undefined
        ? { confidence: (format.name === 'open-images' ? Math.min(score, 99) : score) / 100 }
        : {}),
      ...(can.tracks && track !== undefined ? { trackId: String(track) } : {}),
    }));
  const split = can.splits ? fc.constantFrom('train', 'val', 'test') : fc.constant(undefined);
  return fc
    .array(fc.tuple(fc.array(object, { maxLength: 4 }), split), { minLength: 1, maxLength: 4 })
    .map((listed) =>
      listed.map(([objects, inSplit], at) => ({
        key: `img-${at}.png`,
        width: W,
        height: H,
        ...(inSplit === undefined ? {} : { split: inSplit }),
        objects,
        classifications:
          can.classifications === 'none' || can.classifications === 'tags alone'
            ? []
            : at % 2 === 0
              ? [{ name: 'night', answers: {} }]
              : [],
      })),
    );
}

async function roundTrip(format: Format, list: ExchangeItem[]) {
  const ontology = new OntologyBuilder();
  for (const item of list) {
    for (const object of item.objects) ontology.seeObject(object.class, object.shape.type, object.attributes);
    for (const one of item.classifications) ontology.seeTag(one.name, one.answers);
  }
  if (list.some((item) => item.objects.some((object) => object.class === 'person'))) {
    const points = ['nose', 'left eye', 'right eye', 'tail'].map((one) => ({ name: one }));
    const isSkeleton = !['label-studio', 'labelme'].includes(format.name);
    ontology.declareClass('person', isSkeleton ? { skeleton: { points, edges: [[0, 1]] } } : {});
  }
  const dropped: string[] = [];
  const files: Record<string, Uint8Array> = {};
  const splits = [...new Set(list.map((item) => item.split ?? ''))].sort();
  const stream = format.serialize?.(
    { ontology: ontology.build(), splits, items: () => list },
    { settings: {}, withImages: true, drop: (what) => dropped.push(what) },
  );
  if (!stream) throw new Error(`${format.title} is only read.`);
  for await (const file of stream) {
    if ('imageOf' in file) files[file.path] = image;
    else if (file.content instanceof Uint8Array) files[file.path] = file.content;
    else {
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.content) chunks.push(chunk);
      files[file.path] = concatenate(chunks);
    }
  }
  const source = memorySource(files);
  const parsed = parseDataset(format, source);
  const again: ExchangeItem[] = [];
  for await (const item of parsed.items) again.push(item);
  return { again, dropped, problems: parsed.problems.list, source };
}

/** What is compared: everything that the format can hold, numbers to 0.01 px. */
function essence(item: ExchangeItem, format: Format): unknown {
  const can = format.capabilities;
  const base = item.key.slice(item.key.lastIndexOf('/') + 1);
  const round = (value: unknown): unknown =>
    typeof value === 'number'
      ? Math.round(value * 50) / 50 + 0
      : Array.isArray(value)
        ? value.map(round)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, round(one)]))
          : value;
  return {
    image: format.name === 'mot' || format.name === 'cityscapes' ? '' : base,
    split: can.splits ? item.split : undefined,
    tags: item.classifications.map((one) => one.name).sort(),
    objects: item.objects.map((object) => ({
      class: object.class,
      shape: object.shape.type,
      bounds: round(shapeBounds(object.shape)),
      exact:
        object.shape.type === 'mask'
          ? object.shape.counts
          : object.shape.type === 'polygon'
            ? object.shape.parts.map((part) => part.map((one) => one.length))
            : object.shape.type === 'keypoints'
              ? object.shape.points.map((one) => one.visibility)
              : '',
      attributes:
        can.attributes === 'any'
          ? Object.fromEntries(
              Object.entries(object.attributes ?? {}).filter(([key]) => key === 'note' || key === 'colour'),
            )
          : {},
      confidence: object.confidence,
      track: object.trackId,
    })),
  };
}

/** A rounded number may fall to either side: compared within 0.021 px. */
function expectSame(a: unknown, b: unknown, path = ''): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), `${path}: ${a} against ${b}`).toBeLessThanOrEqual(0.021);
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(a), path).toEqual(Object.keys(b));
    for (const [key, value] of Object.entries(a))
      expectSame(value, (b as Record<string, unknown>)[key], `${path}.${key}`);
  } else expect(a, path).toEqual(b);
}

const written = Object.values(FORMATS).filter((format) => 'serialize' in format);

describe('parse after serialize', () => {
  it.each(written.map((format) => [format.name, format] as const))(
    '%s keeps all that it can hold',
    async (_, format) => {
      // YOLO holds one kind of label in a dataset.
      const kinds =
        format.name === 'yolo' ? (['box', 'polygon', 'keypoints', 'rotatedBox'] as const) : [undefined];
      for (const kind of kinds) {
        const limited =
          kind === undefined
            ? format
            : { ...format, capabilities: { ...format.capabilities, shapes: [kind] } };
        await fc.assert(
          fc.asyncProperty(items(limited), async (list) => {
            const { again, dropped, problems } = await roundTrip(format, list);
            expect(dropped).toEqual([]);
            const order = (all: ExchangeItem[]): unknown[] => {
              const known = all.map((item) => essence(item, format));
              return format.name === 'mot'
                ? known
                : known.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
            };
            const told = problems.filter(
              (problem) => !/written twice|no area|outside the image/.test(problem.reason),
            );
            expect(told).toEqual([]);
            const [before, after] = [order(list), order(again)];
            expect(after.length).toBe(before.length);
            for (const item of before as { image: string; split?: string }[]) {
              const twin =
                (after as (typeof item)[]).find(
                  (one) => one.image === item.image && (item.image !== '' || JSON.stringify(one).length > 0),
                ) ?? after[before.indexOf(item)];
              expectSame(item.image === '' ? after[before.indexOf(item)] : twin, item);
            }
          }),
          { numRuns: 25 },
        );
      }
    },
  );

  it.each(written.map((format) => [format.name, format] as const))(
    '%s recognises its own files',
    async (_, format) => {
      const objects: ExchangeObject[] = [
        { class: 'car', shape: { type: 'box', x: 1, y: 2, width: 3, height: 4 } },
      ];
      const { source } = await roundTrip(format, [
        { key: 'a.png', width: W, height: H, objects, classifications: [] },
      ]);
      expect((await detectFormat(source)).best?.name).toBe(format.name);
    },
  );
});
