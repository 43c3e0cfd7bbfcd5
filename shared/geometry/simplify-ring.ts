import type { Ring } from './polygon.ts';
import { simplifyLine } from './simplify-line.ts';

/**
 * Douglas–Peucker on a closed ring: cut at point 0 and at the point farthest from it, so that the cut is not
 * arbitrary. Never gives fewer than three points: a ring that would collapse is returned as it was.
 */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  if (ring.length <= 3 || tolerance <= 0) return ring.slice();
  let farthest = 0;
  let distance = -1;
  for (let i = 1; i < ring.length; i++) {
    const d = Math.hypot(ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]);
    if (d > distance) {
      distance = d;
      farthest = i;
    }
  }
  const there = simplifyLine(ring.slice(0, farthest + 1), tolerance);
  const back = simplifyLine([...ring.slice(farthest), ring[0]], tolerance);
  const simplified = [...there.slice(0, -1), ...back.slice(0, -1)];
  return simplified.length < 3 ? ring.slice() : simplified;
}
