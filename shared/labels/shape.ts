import * as z from 'zod';
import { MAX_COORDINATE } from '../geometry/max-coordinate.ts';

/**
 * Shapes in the one canonical space: absolute pixels of the oriented image (EXIF applied), origin top-left, x right,
 * y down, floats kept at 0.01 px. Angles are degrees clockwise.
 */
const Coordinate = z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE);
const Length = z.number().min(0).max(MAX_COORDINATE);
const PointSchema = z.tuple([Coordinate, Coordinate]);
const Ring = z.array(PointSchema).min(3);
const Quad = z.tuple([PointSchema, PointSchema, PointSchema, PointSchema]);

export const BoxShape = z.strictObject({
  type: z.literal('box'),
  x: Coordinate,
  y: Coordinate,
  width: Length,
  height: Length,
});

export const RotatedBoxShape = z.strictObject({
  type: z.literal('rotatedBox'),
  cx: Coordinate,
  cy: Coordinate,
  width: Length,
  height: Length,
  angle: z.number().min(-360).max(360),
});

/** `parts`: each part is `[outer, ...holes]`; a ring is `[x, y][]`, not closed. */
export const PolygonShape = z.strictObject({
  type: z.literal('polygon'),
  parts: z.array(z.array(Ring).min(1)).min(1),
});

export const PolylineShape = z.strictObject({
  type: z.literal('polyline'),
  points: z.array(PointSchema).min(2),
});

/** `visibility`: 0 not labelled, 1 labelled but hidden, 2 visible. The order is the skeleton's of the class. */
export const KeypointsShape = z.strictObject({
  type: z.literal('keypoints'),
  points: z.array(z.strictObject({ x: Coordinate, y: Coordinate, visibility: z.literal([0, 1, 2]) })).min(1),
});

/** COCO's compressed RLE over the full image; `size` is `[height, width]`. */
export const MaskShape = z.strictObject({
  type: z.literal('mask'),
  size: z.tuple([z.int().min(1), z.int().min(1)]),
  counts: z.string(),
});

/** The front and the back face of a box seen in the image, four corners each, clockwise from the top left. */
export const Cuboid2dShape = z.strictObject({ type: z.literal('cuboid2d'), front: Quad, back: Quad });

export const EllipseShape = z.strictObject({
  type: z.literal('ellipse'),
  cx: Coordinate,
  cy: Coordinate,
  rx: Length,
  ry: Length,
  angle: z.number().min(-360).max(360),
});

export const Shape = z.discriminatedUnion('type', [
  BoxShape,
  RotatedBoxShape,
  PolygonShape,
  PolylineShape,
  KeypointsShape,
  MaskShape,
  Cuboid2dShape,
  EllipseShape,
]);
export type Shape = z.infer<typeof Shape>;

export const ShapeType = z.enum([
  'box',
  'rotatedBox',
  'polygon',
  'polyline',
  'keypoints',
  'mask',
  'cuboid2d',
  'ellipse',
]);
export type ShapeType = z.infer<typeof ShapeType>;
