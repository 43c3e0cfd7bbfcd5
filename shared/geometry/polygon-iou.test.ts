import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxIou } from './box-iou.ts';
import type { Box } from './box.ts';
import { ellipseBounds } from './ellipse-bounds.ts';
import { ellipseRing } from './ellipse-ring.ts';
import { polygonArea } from './polygon-area.ts';
import { polygonIntersectionArea } from './polygon-intersection-area.ts';
import { polygonIou } from './polygon-iou.ts';
import type { Polygon, Ring } from './polygon.ts';
import { rotatedBoxCorners } from './rotated-box-corners.ts';
import { rotatedBoxFromCorners } from './rotated-box-from-corners.ts';
import { pointsBounds } from './points-bounds.ts';

const box = fc.record({
  x: fc.integer({ min: -20, max: 20 }),
  y: fc.integer({ min: -20, max: 20 }),
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
});

function ringOf(b: Box): Ring {
  return [
    [b.x, b.y],
    [b.x + b.width, b.y],
    [b.x + b.width, b.y + b.height],
    [b.x, b.y + b.height],
  ];
}
const polygonOf = (...rings: Ring[]): Polygon => ({ parts: [rings] });

test('polygons that are boxes have the IoU of the boxes', () => {
  fc.assert(
    fc.property(box, box, (a, b) => {
      expect(polygonIou(polygonOf(ringOf(a)), polygonOf(ringOf(b)))).toBeCloseTo(boxIou(a, b), 10);
    }),
  );
});

test('a hole does not count', () => {
  const outer = ringOf({ x: 0, y: 0, width: 10, height: 10 });
  const hole = ringOf({ x: 2, y: 2, width: 4, height: 4 });
  const ring = polygonOf(outer, hole);
  expect(polygonArea(ring)).toBe(84);
  expect(polygonIntersectionArea(ring, polygonOf(outer))).toBeCloseTo(84, 10);
  expect(polygonIntersectionArea(ring, polygonOf(hole))).toBeCloseTo(0, 10);
});

test('two squares turned by 45° share the regular octagon', () => {
  const square = rotatedBoxCorners({ cx: 0, cy: 0, width: 2, height: 2, angle: 0 });
  const diamond = rotatedBoxCorners({ cx: 0, cy: 0, width: 2, height: 2, angle: 45 });
  expect(polygonIntersectionArea(polygonOf(square), polygonOf(diamond))).toBeCloseTo(
    8 * (Math.SQRT2 - 1),
    10,
  );
});

test('a rotated box survives its corners', () => {
  const angle = fc.integer({ min: -179, max: 179 });
  fc.assert(
    fc.property(box, angle, (b, degrees) => {
      const rotated = { cx: b.x, cy: b.y, width: b.width, height: b.height, angle: degrees };
      const back = rotatedBoxFromCorners(rotatedBoxCorners(rotated));
      for (const key of ['cx', 'cy', 'width', 'height', 'angle'] as const) {
        expect(back[key]).toBeCloseTo(rotated[key], 8);
      }
    }),
  );
});

test('an angle is clockwise on screen: 90° turns the top-left corner to the top right', () => {
  const [topLeft] = rotatedBoxCorners({ cx: 0, cy: 0, width: 4, height: 2, angle: 90 });
  expect(topLeft[0]).toBeCloseTo(1, 12);
  expect(topLeft[1]).toBeCloseTo(-2, 12);
});

test('an ellipse as a ring keeps its area, and its bounds hold it', () => {
  const ellipse = { cx: 5, cy: 7, rx: 4, ry: 2, angle: 30 };
  expect(polygonArea(polygonOf(ellipseRing(ellipse)))).toBeCloseTo(Math.PI * 8, 10);
  const bounds = ellipseBounds(ellipse);
  const drawn = pointsBounds(ellipseRing(ellipse, 3600));
  expect(bounds.width).toBeCloseTo(drawn.width, 3);
  expect(bounds.height).toBeCloseTo(drawn.height, 3);
});
