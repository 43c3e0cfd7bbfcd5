import type { Box } from '../../geometry/box.ts';
import { maskOfPolygon } from '../../geometry/mask-of-polygon.ts';
import type { Shape } from '../../labels/shape.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import { isSwitchedOn, plainAttributes } from '../attribute-value.ts';
import type { ByteWriter } from '../byte-writer.ts';
import type { ExchangeObject } from '../exchange-item.ts';
import { maskFromCounts } from '../mask-shape.ts';
import { shapeArea } from '../shape-area.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { shapeOutline } from '../shape-outline.ts';

/** Attributes that have a key of their own in COCO. */
const OWN = new Set(['iscrowd', 'ignore']);

/** Writes one annotation: shapes that COCO lacks as `COCO_CAPABILITIES` says; with `size`, holes as masks. */
export function writeCocoAnnotation(
  writer: ByteWriter,
  object: ExchangeObject,
  id: number,
  imageId: number,
  categoryId: number,
  { isResult, size }: { isResult: boolean; size?: { width: number; height: number } },
): void {
  const shape = size && hasHole(object.shape) ? maskOf(object.shape, size) : object.shape;
  const attributes = object.attributes ?? {};
  if (isResult) writer.ascii('{"image_id":');
  else {
    writer.ascii('{"id":');
    writer.number(id);
    writer.ascii(',"image_id":');
  }
  writer.number(imageId);
  writer.ascii(',"category_id":');
  writer.number(categoryId);
  const box = writtenBox(attributes, shape) ?? shapeBounds(shape);
  writer.ascii(',"bbox":[');
  writer.number(box.x);
  writer.ascii(',');
  writer.number(box.y);
  writer.ascii(',');
  writer.number(box.width);
  writer.ascii(',');
  writer.number(box.height);
  writer.ascii('],"area":');
  const area = shape.type === 'keypoints' ? box.width * box.height : shapeArea(shape);
  writer.number(area);
  if (!isResult) {
    writer.ascii(isSwitchedOn(attributes['iscrowd']) ? ',"iscrowd":1' : ',"iscrowd":0');
    if (isSwitchedOn(attributes['ignore'])) writer.ascii(',"ignore":1');
  }
  if (shape.type === 'mask') {
    writer.ascii(',"segmentation":{"size":[');
    writer.number(shape.size[0]);
    writer.ascii(',');
    writer.number(shape.size[1]);
    writer.ascii('],"counts":');
    writer.string(shape.counts);
    writer.ascii('}');
  } else if (shape.type === 'polygon' || shape.type === 'rotatedBox' || shape.type === 'ellipse') {
    writer.ascii(',"segmentation":[');
    const parts = shapeOutline(shape);
    for (let p = 0; p < parts.length; p++) {
      writer.ascii(p === 0 ? '[' : ',[');
      writer.points(parts[p][0]);
      writer.ascii(']');
    }
    writer.ascii(']');
  } else if (shape.type === 'keypoints') {
    writer.ascii(',"segmentation":');
    writer.text(writtenOutline(attributes, shape) ?? '[]');
    writer.ascii(',"keypoints":[');
    let labelled = 0;
    for (let i = 0; i < shape.points.length; i++) {
      const point = shape.points[i];
      if (point.visibility > 0) labelled++;
      if (i > 0) writer.ascii(',');
      writer.number(point.x);
      writer.ascii(',');
      writer.number(point.y);
      writer.ascii(',');
      writer.number(point.visibility);
    }
    writer.ascii('],"num_keypoints":');
    writer.number(labelled);
  } else if (!isResult) {
    writer.ascii(',"segmentation":[]');
  }
  if (object.confidence !== undefined || isResult) {
    writer.ascii(',"score":');
    writer.ascii(String(object.confidence ?? 1));
  }
  if (!isResult) {
    const rest = restOf(attributes, shape);
    if (rest) {
      writer.ascii(',"attributes":');
      writer.text(JSON.stringify(plainAttributes(rest)));
    }
    if (object.trackId !== undefined) {
      writer.ascii(',"track_id":');
      if (/^(0|[1-9]\d{0,14})$/.test(object.trackId)) writer.ascii(object.trackId);
      else writer.string(object.trackId);
    }
  }
  writer.ascii('}');
}

/** What was written beside keypoints and masks, which it says more about than their bounds do. */
function writtenBox({ bbox }: AttributeValues, shape: Shape): Box | undefined {
  if ((shape.type !== 'keypoints' && shape.type !== 'mask') || typeof bbox !== 'string') return undefined;
  const [x, y, width, height] = bbox.split(/[\s,]+/).map(Number);
  return Number.isFinite(x + y + width + height) ? { x, y, width, height } : undefined;
}

/** The JSON of the outline that keypoints came with. */
function writtenOutline({ segmentation }: AttributeValues, shape: Shape): string | undefined {
  const isJson = typeof segmentation === 'string' && /^[[{]/.test(segmentation);
  return shape.type === 'keypoints' && isJson ? segmentation : undefined;
}

type PolygonShape = Extract<Shape, { type: 'polygon' }>;

function hasHole(shape: Shape): shape is PolygonShape {
  return shape.type === 'polygon' && shape.parts.some((part) => part.length > 1);
}

function maskOf(shape: PolygonShape, { width, height }: { width: number; height: number }): Shape {
  return maskFromCounts(maskOfPolygon(shape, height, width), height, width) ?? shape;
}

function restOf(attributes: AttributeValues, shape: Shape): AttributeValues | undefined {
  let rest: AttributeValues | undefined;
  for (const name in attributes) {
    const isWritten =
      OWN.has(name) ||
      (name === 'bbox' && writtenBox(attributes, shape) !== undefined) ||
      (name === 'segmentation' && writtenOutline(attributes, shape) !== undefined);
    if (!isWritten) (rest ??= {})[name] = attributes[name];
  }
  return rest;
}
