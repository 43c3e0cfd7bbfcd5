import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { rleBox } from '../../../shared/geometry/rle-operations.ts';
import type { Rle } from '../../../shared/geometry/rle.ts';
import type { Shape, ShapeType } from '../../../shared/labels/shape.ts';
import { maskOutline } from '../drawing/mask-outline.ts';

/** How far a polygon may stray from the mask that it was made of; image px. */
export const OUTLINE_TOLERANCE = 0.75;

/** A mask in the shape that a class wants; undefined where it cannot be had, or when only specks are left. */
export function shapeOfMask(mask: Rle, type: ShapeType | undefined): Shape | undefined {
  const counts = decodeRleCounts(mask.counts);
  if (counts === undefined) return undefined;
  const parts = maskOutline(counts, mask.size[0], mask.size[1], OUTLINE_TOLERANCE);
  if (parts.length === 0) return undefined;
  if (type === 'mask') return { type, size: mask.size, counts: mask.counts };
  if (type === 'polygon') return { type, parts };
  return type === 'box' ? { type, ...rleBox(counts, mask.size[0]) } : undefined;
}
