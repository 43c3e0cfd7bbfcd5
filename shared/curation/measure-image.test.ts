import { describe, expect, test } from 'vitest';
import { measureImage } from './measure-image.ts';

/** A smooth picture that any size can be drawn of. */
function drawn(
  width: number,
  height: number,
  shade = (x: number, y: number) => 128 + 90 * Math.sin(x * 7 + y * 3),
) {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rgb.fill(Math.round(shade(x / width, y / height)), (y * width + x) * 3, (y * width + x + 1) * 3);
  return rgb;
}

const distance = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

describe('measureImage', () => {
  test('gives the same picture in another size nearly the same hashes', () => {
    const large = measureImage(drawn(1600, 1200), 1600, 1200);
    const small = measureImage(drawn(320, 240), 320, 240);
    expect(distance(large.phash, small.phash)).toBeLessThanOrEqual(4);
    expect(distance(large.dhash, small.dhash)).toBeLessThanOrEqual(4);
  });

  test('gives another picture other hashes', () => {
    const one = measureImage(drawn(200, 200), 200, 200);
    const other = measureImage(
      drawn(200, 200, (x, y) => (x > 0.4 && y < 0.7 ? 220 : 30)),
      200,
      200,
    );
    expect(distance(one.phash, other.phash)).toBeGreaterThan(16);
  });

  test('is not disturbed by bands: a tall image and its metrics', () => {
    const { metrics, phash } = measureImage(drawn(700, 2400), 700, 2400);
    expect(metrics.area).toBe(700 * 2400);
    expect(phash).toMatch(/^[0-9a-f]{16}$/);
  });

  test('averages the picture into 64 × 64 boxes', () => {
    const width = 131;
    const height = 97;
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const { reduced } = measureImage(rgb, width, height);
    const edge = (i: number, size: number) => Math.floor((i * size) / 64);
    for (let row = 0; row < 64; row++)
      for (let column = 0; column < 64; column++) {
        const box = [];
        for (let y = edge(row, height); y < edge(row + 1, height); y++)
          for (let x = edge(column, width); x < edge(column + 1, width); x++)
            box.push(rgb[(y * width + x) * 3 + 1]);
        const mean = Math.round(box.reduce((a, b) => a + b, 0) / box.length);
        expect(reduced[(row * 64 + column) * 3 + 1]).toBe(mean);
      }
  });

  test('takes images smaller than the hash', () => {
    expect(measureImage(drawn(1, 1), 1, 1)).toMatchObject({
      phash: '8000000000000000',
      dhash: '0000000000000000',
    });
    expect(measureImage(drawn(5, 3), 5, 3).phash).toMatch(/^[0-9a-f]{16}$/);
  });
});
