import { expect, it } from 'vitest';
import { bitmapOfMask } from '../geometry/mask-bitmap.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { maskFromLogits } from './mask-from-logits.ts';
import { modelFrame } from './model-frame.ts';

/** The obvious twin: bilinear at one place, pixel centres at half. */
function at(data: Float32Array, width: number, height: number, x: number, y: number): number {
  const clamp = (value: number, limit: number) => Math.max(0, Math.min(limit - 1, value));
  const px = Math.max(0, x);
  const py = Math.max(0, y);
  const [x0, y0] = [Math.floor(px), Math.floor(py)];
  const read = (cx: number, cy: number) => data[clamp(cy, height) * width + clamp(cx, width)];
  const top = read(x0, y0) * (1 - px + x0) + read(x0 + 1, y0) * (px - x0);
  const bottom = read(x0, y0 + 1) * (1 - px + x0) + read(x0 + 1, y0 + 1) * (px - x0);
  return top * (1 - py + y0) + bottom * (py - y0);
}

it('lays logits over the image as two plain interpolations would', () => {
  const side = 16;
  const logits = Float32Array.from({ length: side * side }, (_, index) => Math.sin(index * 12.9898) + 0.2);
  const frame = modelFrame({ width: 100, height: 70 }, 64, 'pad');
  const { size, counts } = maskFromLogits({ data: logits, width: side, height: side }, frame);
  expect(size).toEqual([70, 100]);
  const mask = bitmapOfMask(decodeRleCounts(counts)!, 70, 100);

  const { width, height } = frame.resized;
  const middle = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      middle[y * width + x] = at(
        logits,
        side,
        side,
        ((x + 0.5) * side) / 64 - 0.5,
        ((y + 0.5) * side) / 64 - 0.5,
      );
    }
  }
  let different = 0;
  for (let y = 0; y < 70; y++) {
    for (let x = 0; x < 100; x++) {
      const value = at(
        middle,
        width,
        height,
        ((x + 0.5) * width) / 100 - 0.5,
        ((y + 0.5) * height) / 70 - 0.5,
      );
      if (Math.abs(value) > 1e-5 && Number(value > 0) !== mask[y * 100 + x]) different++;
    }
  }
  expect(different).toBe(0);
});
