import { combineMasks } from './combine-masks.ts';
import type { Polygon, Ring } from './polygon.ts';
import { rasterizePolygon } from './rasterize-polygon.ts';

/**
 * The pixels of a polygon with its holes cut out, as column-major runs. Each ring is filled by COCO's rule, so a
 * polygon without holes gives exactly the mask that COCO's tools give.
 */
export function maskOfPolygon(polygon: Polygon, height: number, width: number): Uint32Array {
  const fill = (ring: Ring): Uint32Array => rasterizePolygon(ring.flat(), height, width);
  let mask: Uint32Array = Uint32Array.of(height * width);
  for (const [outer, ...holes] of polygon.parts) {
    let part = fill(outer);
    for (const hole of holes) part = combineMasks(part, fill(hole), 'subtract');
    mask = combineMasks(mask, part, 'union');
  }
  return mask;
}
