import { describe, expect, it } from 'vitest';
import { polygonArea } from '../../../shared/geometry/polygon-area.ts';
import type { Ring } from '../../../shared/geometry/polygon.ts';
import { cutPolygon, joinPolygons } from './polygon-operations.ts';

const square = (x: number, y: number, side: number): Ring => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];

describe('cut and join', () => {
  it('joins overlapping polygons to their common area', () => {
    const joined = joinPolygons([{ parts: [[square(0, 0, 10)]] }, { parts: [[square(5, 0, 10)]] }]);
    expect(polygonArea(joined)).toBeCloseTo(150, 9);
    expect(joined.parts).toHaveLength(1);
  });

  it('keeps polygons apart that do not touch, as parts of one object', () => {
    expect(
      joinPolygons([{ parts: [[square(0, 0, 10)]] }, { parts: [[square(50, 0, 10)]] }]).parts,
    ).toHaveLength(2);
  });

  it('makes a hole, a bite, two parts, or nothing', () => {
    const polygon = { parts: [[square(0, 0, 30)]] };
    expect(cutPolygon(polygon, square(10, 10, 10))?.parts[0]).toHaveLength(2);
    const halves = cutPolygon(polygon, [
      [-5, 14],
      [40, 14],
      [40, 16],
      [-5, 16],
    ]);
    expect(halves?.parts).toHaveLength(2);
    expect(cutPolygon(polygon, square(-5, -5, 60))).toBeUndefined();
  });
});
