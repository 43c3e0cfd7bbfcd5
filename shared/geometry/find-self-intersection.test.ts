import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSelfIntersection } from './find-self-intersection.ts';
import type { Ring } from './polygon.ts';
import { simplifyRing } from './simplify-ring.ts';
import { distanceToSegment } from './distance-to-segment.ts';

test('a bow tie crosses itself in the middle', () => {
  const bowTie: Ring = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 2],
  ];
  expect(findSelfIntersection(bowTie)).toEqual({ edges: [0, 2], at: [1, 1] });
});

test('an edge that runs back over its neighbour is found', () => {
  const spike: Ring = [
    [0, 0],
    [4, 0],
    [2, 0],
    [2, 3],
  ];
  expect(findSelfIntersection(spike)).toBeDefined();
});

test('a corner that touches another edge is found', () => {
  const touching: Ring = [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 0],
    [0, 4],
  ];
  expect(findSelfIntersection(touching)?.at).toEqual([2, 0]);
});

/** Points around a centre in the order of their angle never cross. */
const star = fc.array(fc.integer({ min: 5, max: 50 }), { minLength: 3, maxLength: 40 }).map((radii) =>
  radii.map((r, i): [number, number] => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  }),
);

test('a star-shaped ring is simple', () => {
  fc.assert(
    fc.property(star, (ring) => {
      expect(findSelfIntersection(ring)).toBeUndefined();
    }),
  );
});

test('simplified rings stay within the tolerance of every dropped point', () => {
  fc.assert(
    fc.property(star, fc.double({ min: 0.1, max: 10, noNaN: true }), (ring, tolerance) => {
      const simple = simplifyRing(ring, tolerance);
      expect(simple.length).toBeGreaterThanOrEqual(3);
      for (const point of ring) {
        const distances = simple.map((p, i) => distanceToSegment(point, p, simple[(i + 1) % simple.length]));
        expect(Math.min(...distances)).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }),
  );
});
