import { distanceToSegment } from './distance-to-segment.ts';
import type { Point } from './point.ts';

/**
 * Douglas–Peucker: drops points that lie within `tolerance` px of the simplified line; both ends stay.
 * Source: Douglas & Peucker 1973, iterative form, so a line of any length does not exhaust the stack.
 */
export function simplifyLine(points: Point[], tolerance: number): Point[] {
  if (points.length < 3 || tolerance <= 0) return points.slice();
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [first, last] = span;
    let farthest = -1;
    let distance = tolerance;
    for (let i = first + 1; i < last; i++) {
      const d = distanceToSegment(points[i], points[first], points[last]);
      if (d > distance) {
        distance = d;
        farthest = i;
      }
    }
    if (farthest > 0) {
      keep[farthest] = 1;
      spans.push([first, farthest], [farthest, last]);
    }
  }
  return points.filter((_, i) => keep[i] === 1);
}
