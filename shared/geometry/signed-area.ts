import type { Ring } from './polygon.ts';

/** Signed area of a ring in px²: positive when its points run clockwise on screen (y down). Shoelace formula. */
export function signedArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return twice / 2;
}
