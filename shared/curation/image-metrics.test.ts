import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeImageMetrics } from './image-metrics.ts';

const reflect = (i: number, n: number) => (n === 1 ? 0 : i < 0 ? -i : i >= n ? 2 * n - 2 - i : i);
const mean = (v: ArrayLike<number>) => Array.from(v).reduce((a, b) => a + b, 0) / v.length;
const variance = (v: ArrayLike<number>) => {
  const m = mean(v);
  return mean(Array.from(v, (x) => (x - m) ** 2));
};

/** The definitions, one after the other, as slowly as they read. */
function slowMetrics(rgb: Uint8Array, width: number, height: number) {
  const at = (x: number, y: number, c: number) => rgb[(y * width + x) * 3 + c];
  const laplacian: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        laplacian.push(
          at(x, reflect(y - 1, height), c) +
            at(x, reflect(y + 1, height), c) +
            at(reflect(x - 1, width), y, c) +
            at(reflect(x + 1, width), y, c) -
            4 * at(x, y, c),
        );
  const shares = [0, 0, 0];
  const grey = new Map<number, number>();
  for (let i = 0; i < rgb.length; i += 3) {
    const [r, g, b] = rgb.subarray(i, i + 3);
    const l = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
    grey.set(l, (grey.get(l) ?? 0) + 1);
    const [h, s, v] = opencvHsv(r, g, b);
    if (s < 50 || v < 40) continue;
    if (h <= 10 || h >= 170) shares[0]++;
    if (h >= 35 && h <= 75) shares[1]++;
    if (h >= 90 && h <= 130) shares[2]++;
  }
  const n = width * height;
  const [red, green, blue] = shares.map((count) => count / n);
  const brightness = mean(rgb) / 255;
  const contrast = Math.sqrt(variance(rgb)) / 255;
  const entropy = [...grey.values()].reduce((sum, k) => sum - (k / n) * Math.log2(k / n), 0);
  return { brightness, contrast, sharpness: variance(laplacian), red, green, blue, entropy };
}

/** OpenCV's 8-bit BGR2HSV (color_hsv: two tables with 12 fraction bits). */
function opencvHsv(r: number, g: number, b: number): [h: number, s: number, v: number] {
  const v = Math.max(r, g, b);
  const diff = v - Math.min(r, g, b);
  const s = (diff * roundHalfEven((255 * 4096) / v || 0) + 2048) >> 12;
  let h = v === r ? g - b : v === g ? b - r + 2 * diff : r - g + 4 * diff;
  h = (h * (diff === 0 ? 0 : roundHalfEven((180 * 4096) / (6 * diff))) + 2048) >> 12;
  return [h < 0 ? h + 180 : h, s, v];
}

function roundHalfEven(x: number): number {
  if (!Number.isFinite(x)) return 0;
  const floor = Math.floor(x);
  return x - floor > 0.5 || (x - floor === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function expectSame(rgb: Uint8Array, width: number, height: number) {
  const fast = computeImageMetrics(rgb, width, height);
  for (const [name, slow] of Object.entries(slowMetrics(rgb, width, height)))
    expect(
      Math.abs(fast[name as keyof typeof fast] - slow) / Math.max(1e-9, Math.abs(slow)),
      `${name} of ${width}×${height}`,
    ).toBeLessThan(1e-9);
}

describe('image metrics', () => {
  test('equal their definitions on any small image', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (width, height, seed) => {
          const rgb = new Uint8Array(width * height * 3);
          let state = seed;
          for (let i = 0; i < rgb.length; i++) {
            state = (Math.imul(state, 1103515245) + 12345) >>> 0;
            rgb[i] = state >>> 24;
          }
          expectSame(rgb, width, height);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('agree about the colour of every RGB value there is', () => {
    const slice = new Uint8Array(256 * 256 * 3);
    for (let r = 0; r < 256; r++) {
      const expected = [0, 0, 0];
      for (let g = 0, i = 0; g < 256; g++)
        for (let b = 0; b < 256; b++, i += 3) {
          slice[i] = r;
          slice[i + 1] = g;
          slice[i + 2] = b;
          const [h, s, v] = opencvHsv(r, g, b);
          if (s < 50 || v < 40) continue;
          if (h <= 10 || h >= 170) expected[0]++;
          else if (h >= 35 && h <= 75) expected[1]++;
          else if (h >= 90 && h <= 130) expected[2]++;
        }
      const { red, green, blue } = computeImageMetrics(slice, 256, 256);
      expect([red, green, blue].map((share) => share * 65_536)).toEqual(expected);
    }
  });

  test('hold the largest sums: checkerboard of black and white, wide rows, several bands', () => {
    const width = 9001;
    const height = 90;
    const rgb = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        rgb.fill((x + y) % 2 ? 255 : 0, (y * width + x) * 3, (y * width + x + 1) * 3);
    const metrics = computeImageMetrics(rgb, width, height);
    expect(metrics.sharpness).toBeCloseTo(1020 ** 2, 3);
    expect(metrics.contrast).toBeCloseTo(0.5, 9);
    expect(metrics.entropy).toBeCloseTo(1, 9);
  });

  test('say what an image of one colour is', () => {
    const rgb = new Uint8Array(30 * 20 * 3);
    for (let i = 0; i < rgb.length; i += 3) rgb[i + 2] = 255;
    expect(computeImageMetrics(rgb, 30, 20)).toEqual({
      width: 30,
      height: 20,
      area: 600,
      aspectRatio: 1.5,
      brightness: 1 / 3,
      contrast: Math.sqrt(2 / 9),
      sharpness: 0,
      red: 0,
      green: 0,
      blue: 1,
      entropy: 0,
    });
  });

  test('refuse a buffer of another size', () => {
    expect(() => computeImageMetrics(new Uint8Array(10), 2, 2)).toThrow(/12 bytes, not 10/);
  });
});
