import type { Point } from './point.ts';
import type { Ring } from './polygon.ts';

/**
 * A ring cut to the rectangle from (0, 0) to (width, height) (Sutherland & Hodgman 1974). A ring that leaves and
 * comes back may keep edges of no area along the border. Empty when nothing is inside.
 */
export function clipRing(ring: Ring, width: number, height: number): Ring {
  let clipped = ring;
  const sides: { isInside: (p: Point) => boolean; cut: (a: Point, b: Point) => Point }[] = [
    { isInside: ([x]) => x >= 0, cut: (a, b) => [0, along(a, b, -a[0] / (b[0] - a[0]))[1]] },
    { isInside: ([x]) => x <= width, cut: (a, b) => [width, along(a, b, (width - a[0]) / (b[0] - a[0]))[1]] },
    { isInside: ([, y]) => y >= 0, cut: (a, b) => [along(a, b, -a[1] / (b[1] - a[1]))[0], 0] },
    {
      isInside: ([, y]) => y <= height,
      cut: (a, b) => [along(a, b, (height - a[1]) / (b[1] - a[1]))[0], height],
    },
  ];
  for (const { isInside, cut } of sides) {
    const input = clipped;
    clipped = [];
    for (let i = 0; i < input.length; i++) {
      const from = input[(i + input.length - 1) % input.length];
      const to = input[i];
      if (isInside(to) !== isInside(from)) clipped.push(cut(from, to));
      if (isInside(to)) clipped.push(to);
    }
  }
  return clipped.length < 3 ? [] : clipped;
}

function along(a: Point, b: Point, t: number): Point {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}
