import { decodeRleCounts } from '../geometry/rle-codec.ts';
import type { Rle } from '../geometry/rle.ts';
import { simplifyRing } from '../geometry/simplify-ring.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import type { Shape } from '../labels/shape.ts';

type Polygon = Extract<Shape, { type: 'polygon' }>;

/** The outline of a mask that strays from it by at most `tolerance` pixels; nothing for an empty mask. */
export function polygonOfMask(
  { size: [height, width], counts }: Rle,
  tolerance: number,
): Polygon | undefined {
  const parts = traceMask(decodeRleCounts(counts) ?? [], height, width);
  if (parts.length === 0) return undefined;
  return { type: 'polygon', parts: parts.map((part) => part.map((ring) => simplifyRing(ring, tolerance))) };
}
