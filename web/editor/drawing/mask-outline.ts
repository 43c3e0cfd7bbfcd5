import type { Point } from '../../../shared/geometry/point.ts';
import { signedArea } from '../../../shared/geometry/signed-area.ts';
import { simplifyRing } from '../../../shared/geometry/simplify-ring.ts';
import { traceMask } from '../../../shared/geometry/trace-mask.ts';

/** Specks and pinholes below this area (px²) are left out of polygons. */
const MIN_AREA = 12;

/** A mask's run counts as the parts of a polygon, straying from the mask by at most `tolerance` px, without specks. */
export function maskOutline(
  counts: ArrayLike<number>,
  height: number,
  width: number,
  tolerance = 1,
): Point[][][] {
  return traceMask(counts, height, width)
    .filter((part) => part.length > 0 && Math.abs(signedArea(part[0])) >= MIN_AREA)
    .map((part) =>
      part
        .filter((ring) => Math.abs(signedArea(ring)) >= MIN_AREA)
        .map((ring) => simplifyRing(ring, tolerance)),
    );
}
