import type { Point } from '../../geometry/point.ts';
import type { Ring } from '../../geometry/polygon.ts';
import type { Shape } from '../../labels/shape.ts';
import { attributeValues } from '../attribute-value.ts';
import type { ExchangeObject } from '../exchange-item.ts';
import { maskFromCounts, maskFromString } from '../mask-shape.ts';
import { arrayOf, numberOf, recordOf, textOf } from '../number-of.ts';
import { shapeBounds } from '../shape-bounds.ts';

/** Keys with a place of their own; everything else scalar is kept as an attribute. */
const KNOWN = new Set([
  'id',
  'image_id',
  'category_id',
  'segmentation',
  'bbox',
  'area',
  'iscrowd',
  'keypoints',
  'num_keypoints',
  'attributes',
  'score',
  'track_id',
  'caption',
  'segments_info',
  'file_name',
  'isbbox',
  'ignore',
]);

/**
 * One COCO annotation of any kind as an object; `undefined` for one that has no place in the image (a label only).
 * Says through `tell` what is odd about it. `size` is `[height, width]` where known.
 */
export function readCocoAnnotation(
  annotation: Record<string, unknown>,
  className: string,
  size: [number, number] | undefined,
  tell: (reason: string) => void,
): ExchangeObject | undefined {
  const box = readBox(annotation['bbox'], tell);
  const points = readKeypoints(annotation['keypoints'], tell);
  const segmentation = annotation['segmentation'];
  const outline = readSegmentation(segmentation, size, tell);
  const attributes = attributeValues(recordOf(annotation['attributes']));
  for (const [name, value] of Object.entries(annotation)) {
    if (!KNOWN.has(name) && value !== null && value !== '')
      Object.assign(attributes, attributeValues({ [name]: value }));
  }
  if (isOn(annotation['iscrowd'])) attributes['iscrowd'] = 1;
  if (isOn(annotation['ignore'])) attributes['ignore'] = 1;

  let shape: Shape | undefined;
  const hasPoints = points !== undefined && points.some((point) => point.visibility > 0);
  if (hasPoints) {
    shape = { type: 'keypoints', points };
    // One object has one shape: the outline and the box of a person stay beside its keypoints as they were written.
    if (outline) attributes['segmentation'] = JSON.stringify(segmentation);
    const around = shapeBounds(shape);
    if (box && !isNear(around, box, 0.01))
      attributes['bbox'] = [box.x, box.y, box.width, box.height].join(' ');
  } else if (outline) {
    shape = outline;
    if (box && outline.type === 'polygon' && !isNear(shapeBounds(outline), box, 1.5)) {
      tell('The bbox disagrees with the segmentation; the segmentation is taken.');
    }
  } else if (box) {
    shape = box;
    if (annotation['isbbox'] === false) attributes['isbbox'] = 'false';
  } else if (points && points.length > 0) {
    shape = { type: 'keypoints', points };
  }
  if (!shape) return undefined;
  const score = numberOf(annotation['score']);
  const track = textOf(annotation['track_id']);
  const id = textOf(annotation['id']);
  return {
    ...(id === undefined ? {} : { id }),
    class: className,
    shape,
    attributes,
    ...(score === undefined ? {} : { confidence: score, source: 'model' }),
    ...(track === undefined ? {} : { trackId: track }),
  };
}

/** 1, "1" or true. */
function isOn(value: unknown): boolean {
  return value === true || numberOf(value) === 1;
}

function isNear(
  a: { x: number; y: number; width: number; height: number },
  b: typeof a,
  tolerance: number,
): boolean {
  return (
    Math.abs(a.x - b.x) <= tolerance &&
    Math.abs(a.y - b.y) <= tolerance &&
    Math.abs(a.x + a.width - b.x - b.width) <= tolerance &&
    Math.abs(a.y + a.height - b.y - b.height) <= tolerance
  );
}

function readBox(
  value: unknown,
  tell: (reason: string) => void,
): Extract<Shape, { type: 'box' }> | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  const numbers = arrayOf(value).map(numberOf);
  const [x, y, width, height] = numbers;
  if (
    numbers.length !== 4 ||
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined
  ) {
    tell('The bbox is not four numbers.');
    return undefined;
  }
  return { type: 'box', x, y, width, height };
}

function readKeypoints(value: unknown, tell: (reason: string) => void) {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const flat = (value as unknown[]).flat().map(numberOf);
  if (flat.length % 3 !== 0 || flat.includes(undefined)) {
    tell('The keypoints are not triples of numbers; they are left out.');
    return undefined;
  }
  const points: { x: number; y: number; visibility: 0 | 1 | 2 }[] = [];
  for (let i = 0; i < flat.length; i += 3) {
    const visibility = flat[i + 2] ?? 0;
    points.push({
      x: flat[i] ?? 0,
      y: flat[i + 1] ?? 0,
      visibility: visibility >= 2 ? 2 : visibility >= 1 ? 1 : 0,
    });
  }
  return points;
}

function readSegmentation(
  value: unknown,
  size: [number, number] | undefined,
  tell: (reason: string) => void,
): Extract<Shape, { type: 'mask' | 'polygon' }> | undefined {
  if (value === undefined || value === null) return undefined;
  const rle = recordOf(value);
  if (rle) {
    const [height, width] = arrayOf(rle['size']).map(numberOf);
    const counts = rle['counts'];
    const [h, w] = [height ?? size?.[0], width ?? size?.[1]];
    if (h === undefined || w === undefined) {
      tell('The run-length mask has no size.');
      return undefined;
    }
    const mask =
      typeof counts === 'string'
        ? maskFromString(plainCounts(counts), h, w)
        : maskFromCounts(
            arrayOf(counts).map((one) => numberOf(one) ?? -1),
            h,
            w,
          );
    if (!mask) tell('The run lengths of the mask do not fill its size.');
    return mask;
  }
  const parts = ringsOf(value, tell).map((ring) => [ring]);
  return parts.length > 0 ? { type: 'polygon', parts } : undefined;
}

/** Python's `str(bytes)` leaves `b'…'` around the counts, and doubles their backslashes. */
function plainCounts(counts: string): string {
  return /^b(['"])[^]*\1$/.test(counts) ? counts.slice(2, -1).replaceAll('\\\\', '\\') : counts;
}

/** Rings written flat, as a list of flat lists, or as lists of pairs. */
function ringsOf(value: unknown, tell: (reason: string) => void): Ring[] {
  const list = arrayOf(value);
  if (list.length === 0) return [];
  const isFlat = !Array.isArray(list[0]);
  const rings: Ring[] = [];
  for (const one of isFlat ? [list] : list) {
    const items = arrayOf(one);
    if (items.length === 0) continue;
    if (Array.isArray(items[0]) && Array.isArray((items[0] as unknown[])[0])) {
      rings.push(...ringsOf(items, tell));
      continue;
    }
    const numbers = items.flat().map(numberOf);
    if (numbers.includes(undefined)) {
      tell('A polygon holds something that is not a number; that part is left out.');
      continue;
    }
    if (numbers.length % 2 !== 0) {
      tell('A polygon has an odd number of coordinates; that part is left out.');
      continue;
    }
    if (numbers.length < 6) {
      tell('A polygon has fewer than 3 points; that part is left out.');
      continue;
    }
    const ring: Point[] = [];
    for (let i = 0; i < numbers.length; i += 2) ring.push([numbers[i] ?? 0, numbers[i + 1] ?? 0]);
    rings.push(ring);
  }
  return rings;
}
