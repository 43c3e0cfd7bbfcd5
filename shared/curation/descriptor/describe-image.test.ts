import { describe, expect, test } from 'vitest';
import { DESCRIPTOR_DIMENSIONS, describeImage } from './describe-image.ts';
import { REDUCED_SIDE } from './image-reducer.ts';

type Paint = (x: number, y: number) => [number, number, number];

function picture(paint: Paint): Uint8Array {
  const rgb = new Uint8Array(REDUCED_SIDE * REDUCED_SIDE * 3);
  for (let i = 0; i < REDUCED_SIDE * REDUCED_SIDE; i++)
    rgb.set(paint(i % REDUCED_SIDE, Math.floor(i / REDUCED_SIDE)), i * 3);
  return rgb;
}

function similarity(a: Paint, b: Paint): number {
  const [one, other] = [describeImage(picture(a)), describeImage(picture(b))];
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}

const stripes: Paint = (x) => (x % 16 < 8 ? [200, 200, 200] : [60, 60, 60]);
const redDisc: Paint = (x, y) => (Math.hypot(x - 32, y - 32) < 18 ? [210, 30, 40] : [230, 225, 220]);

describe('describeImage', () => {
  test('gives 256 numbers of length 1, the same for the same picture', () => {
    const vector = describeImage(picture(redDisc));
    expect(vector).toHaveLength(DESCRIPTOR_DIMENSIONS);
    expect(DESCRIPTOR_DIMENSIONS).toBe(256);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    expect(similarity(redDisc, redDisc)).toBeCloseTo(1, 6);
  });

  test('sees through a little noise and a little light', () => {
    const brighter: Paint = (x, y) =>
      redDisc(x, y).map((v) => Math.min(255, v + 6)) as [number, number, number];
    const noisy: Paint = (x, y) =>
      redDisc(x, y).map((v) => v - ((x * 7 + y * 13) % 5)) as [number, number, number];
    expect(similarity(redDisc, brighter)).toBeGreaterThan(0.97);
    expect(similarity(redDisc, noisy)).toBeGreaterThan(0.9);
  });

  test('tells colours, directions and places apart', () => {
    const blueDisc: Paint = (x, y) => [...redDisc(x, y)].reverse() as [number, number, number];
    const acrossStripes: Paint = (x, y) => stripes(y, x);
    const movedDisc: Paint = (x, y) => redDisc(x + 20, y + 20);
    expect(similarity(redDisc, blueDisc)).toBeLessThan(0.93);
    expect(similarity(stripes, acrossStripes)).toBeLessThan(0.85);
    expect(similarity(redDisc, movedDisc)).toBeLessThan(0.95);
    expect(similarity(redDisc, stripes)).toBeLessThan(0.7);
  });

  test('cannot tell what a thing is: same colours in the same places look alike', () => {
    const redSquare: Paint = (x, y) =>
      Math.max(Math.abs(x - 32), Math.abs(y - 32)) < 16 ? [210, 30, 40] : [230, 225, 220];
    expect(similarity(redDisc, redSquare)).toBeGreaterThan(0.8);
  });

  test('describes a picture of one colour', () => {
    expect(describeImage(picture(() => [0, 0, 0])).every(Number.isFinite)).toBe(true);
  });
});
