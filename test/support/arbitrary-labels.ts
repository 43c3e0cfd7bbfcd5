import * as fc from 'fast-check';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { Shape } from '../../shared/labels/shape.ts';

/** Random label documents for property tests: every shape, odd texts, any order. */
const coordinate = fc.double({ min: -2000, max: 9000, noNaN: true });
const length = fc.double({ min: 0, max: 9000, noNaN: true });
const angle = fc.double({ min: -360, max: 360, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const ring = fc.array(point, { minLength: 3, maxLength: 12 });
const quad = fc.tuple(point, point, point, point);

export const arbitraryShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({
    type: fc.constant('box' as const),
    x: coordinate,
    y: coordinate,
    width: length,
    height: length,
  }),
  fc.record({
    type: fc.constant('rotatedBox' as const),
    cx: coordinate,
    cy: coordinate,
    width: length,
    height: length,
    angle,
  }),
  fc.record({
    type: fc.constant('polygon' as const),
    parts: fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('polyline' as const),
    points: fc.array(point, { minLength: 2, maxLength: 9 }),
  }),
  fc.record({
    type: fc.constant('keypoints' as const),
    points: fc.array(
      fc.record({
        x: coordinate,
        y: coordinate,
        visibility: fc.constantFrom(0 as const, 1 as const, 2 as const),
      }),
      { minLength: 1, maxLength: 17 },
    ),
  }),
  fc.record({
    type: fc.constant('mask' as const),
    size: fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 })),
    counts: fc.string({ unit: fc.integer({ min: 48, max: 111 }).map((code) => String.fromCharCode(code)) }),
  }),
  fc.record({ type: fc.constant('cuboid2d' as const), front: quad, back: quad }),
  fc.record({
    type: fc.constant('ellipse' as const),
    cx: coordinate,
    cy: coordinate,
    rx: length,
    ry: length,
    angle,
  }),
);

const id = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[0-9a-z]{20}$/),
);
const time = fc.oneof(
  fc
    .date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  fc.constantFrom('2026-01-02T03:04:05Z', '2026-01-02T03:04:05.123456Z'),
);
const values = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((key) => key !== '__proto__'),
  fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0),
    fc.array(fc.string(), { maxLength: 3 }),
  ),
  { maxKeys: 3, noNullPrototype: true },
);

export const arbitraryObject: fc.Arbitrary<LabelObject> = fc.record(
  {
    id,
    classId: id,
    shape: arbitraryShape,
    attributes: values,
    source: fc.constantFrom('manual' as const, 'model' as const, 'import' as const, 'consensus' as const),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((v) => v + 0),
    createdBy: id,
    createdAt: time,
    updatedBy: id,
    updatedAt: time,
    trackId: id,
  },
  {
    requiredKeys: [
      'id',
      'classId',
      'shape',
      'attributes',
      'source',
      'createdBy',
      'createdAt',
      'updatedBy',
      'updatedAt',
    ],
    noNullPrototype: true,
  },
);

export const arbitraryContent: fc.Arbitrary<LabelContent> = fc.record({
  objects: fc.uniqueArray(arbitraryObject, { selector: (object) => object.id, maxLength: 12 }),
  classifications: fc.uniqueArray(fc.record({ id, classificationId: id, answers: values }), {
    selector: (item) => item.id,
    maxLength: 3,
  }),
});
