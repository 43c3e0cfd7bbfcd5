import { findSelfIntersection } from '../geometry/find-self-intersection.ts';
import { maskOfPolygon } from '../geometry/mask-of-polygon.ts';
import type { Polygon, Ring } from '../geometry/polygon.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleArea } from '../geometry/rle-operations.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import { clipShape } from './clip-shape.ts';
import type { LabelProblem } from './label-problem.ts';
import { shapeBounds } from './shape-bounds.ts';
import type { Shape } from './shape.ts';

type Found = Pick<LabelProblem, 'code' | 'severity' | 'message' | 'suggestion'>;

export interface ImageSize {
  width: number;
  height: number;
}

/** Rounding keeps coordinates at 0.01 px, so a point may lie that far outside. */
const TOLERANCE = 0.01;

/** What is wrong with a shape in an image of the given size, with the shape that would be right where one can be told. */
export function validateShape(shape: Shape, image: ImageSize): Found[] {
  if (shape.type === 'mask') return validateMask(shape, image);
  const found: Found[] = [];
  const box = shapeBounds(shape);
  const isOutside =
    box.x < -TOLERANCE ||
    box.y < -TOLERANCE ||
    box.x + box.width > image.width + TOLERANCE ||
    box.y + box.height > image.height + TOLERANCE;
  if (isOutside) {
    found.push({
      code: 'outside-image',
      severity: 'warning',
      message: `The object reaches beyond the image (${image.width} × ${image.height}).`,
      suggestion: clipShape(shape, image),
    });
  }
  if (isEmpty(shape, box)) {
    found.push({
      code: 'empty-shape',
      severity: 'error',
      message: 'The object has no size; delete it or draw it again.',
      suggestion: null,
    });
  }
  if (shape.type === 'polygon') found.push(...validateRings(shape, image));
  return found;
}

function isEmpty(shape: Shape, box: { width: number; height: number }): boolean {
  if (shape.type === 'polyline') return box.width === 0 && box.height === 0;
  if (shape.type === 'keypoints') return shape.points.every((point) => point.visibility === 0);
  return box.width === 0 || box.height === 0;
}

function validateRings(polygon: Polygon & { type: 'polygon' }, image: ImageSize): Found[] {
  const found: Found[] = [];
  for (const ring of polygon.parts.flat()) {
    const distinct = new Set(ring.map(([x, y]) => `${x},${y}`)).size;
    if (distinct < 3) {
      found.push({
        code: 'too-few-points',
        severity: 'error',
        message: `A ring of the polygon has ${distinct} different points; it needs three.`,
        suggestion: withoutRing(polygon, ring),
      });
      continue;
    }
    const crossing = findSelfIntersection(ring);
    if (crossing === undefined) continue;
    found.push({
      code: 'self-intersection',
      severity: 'warning',
      message: `The outline crosses itself near (${crossing.at.map((v) => Math.round(v)).join(', ')}).`,
      suggestion: redrawn(polygon, image),
    });
    break;
  }
  return found;
}

function withoutRing(polygon: Polygon, ring: Ring): Shape | null {
  const parts = polygon.parts
    .map((part) => (part[0] === ring ? [] : part.filter((other) => other !== ring)))
    .filter((part) => part.length > 0);
  return parts.length === 0 ? null : { type: 'polygon', parts };
}

/** The outline of the pixels that the crossing polygon fills: the same area with no crossing. */
function redrawn(polygon: Polygon, image: ImageSize): Shape | null {
  const parts = traceMask(maskOfPolygon(polygon, image.height, image.width), image.height, image.width);
  return parts.length === 0 ? null : { type: 'polygon', parts };
}

function validateMask(mask: Shape & { type: 'mask' }, image: ImageSize): Found[] {
  const [height, width] = mask.size;
  if (height !== image.height || width !== image.width) {
    return [
      {
        code: 'wrong-mask-size',
        severity: 'error',
        message: `The mask is ${width} × ${height}, the image ${image.width} × ${image.height}.`,
      },
    ];
  }
  const counts = decodeRleCounts(mask.counts);
  const total = counts?.reduce((sum, run) => sum + run, 0);
  if (counts === undefined || total !== height * width) {
    return [
      {
        code: 'damaged-mask',
        severity: 'error',
        message: 'The mask cannot be read: its runs do not add up to the image.',
        suggestion: null,
      },
    ];
  }
  if (rleArea(counts) > 0) return [];
  return [
    {
      code: 'empty-shape',
      severity: 'error',
      message: 'The mask is empty; delete it or draw it again.',
      suggestion: null,
    },
  ];
}
