import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBox, MAX_SCALE, MIN_SCALE, toImage, toScreen, zoomAt, type View } from './view.ts';

const view = fc.record({
  scale: fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true }),
  x: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  y: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
});
const screen = fc.tuple(
  fc.double({ min: 0, max: 4000, noNaN: true }),
  fc.double({ min: 0, max: 4000, noNaN: true }),
);

describe('view', () => {
  it('brings a point to the image and back to where it was', () => {
    fc.assert(
      fc.property(view, screen, (v: View, point) => {
        const [x, y] = toScreen(v, toImage(v, point));
        expect(x).toBeCloseTo(point[0], 5);
        expect(y).toBeCloseTo(point[1], 5);
      }),
    );
  });

  it('keeps the image point under the cursor when it zooms', () => {
    fc.assert(
      fc.property(view, screen, fc.double({ min: 0.1, max: 10, noNaN: true }), (v: View, point, factor) => {
        const before = toImage(v, point);
        const zoomed = zoomAt(v, point, factor);
        const [x, y] = toScreen(zoomed, before);
        expect(Math.abs(x - point[0])).toBeLessThan(1e-3);
        expect(Math.abs(y - point[1])).toBeLessThan(1e-3);
        expect(zoomed.scale).toBeGreaterThanOrEqual(MIN_SCALE);
        expect(zoomed.scale).toBeLessThanOrEqual(MAX_SCALE);
      }),
    );
  });

  it('shows a box whole and centred', () => {
    const v = fitBox({ width: 1000, height: 500 }, { x: 100, y: 100, width: 200, height: 200 }, 50);
    expect(v.scale).toBe(2);
    expect(toScreen(v, [200, 200])).toEqual([500, 250]);
  });
});
