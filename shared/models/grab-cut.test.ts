import { expect, it } from 'vitest';
import { renderScene } from '../demo/render-scene.ts';
import { grabCut } from './grab-cut.ts';

const iou = (a: Uint8Array, b: Uint8Array): number => {
  let both = 0;
  let either = 0;
  a.forEach((value, i) => {
    both += value & b[i];
    either += value | b[i];
  });
  return both / either;
};

it('outlines stones from a box better than the box itself does', { timeout: 60_000 }, () => {
  let cut = 0;
  let filled = 0;
  let count = 0;
  for (const seed of [901, 902, 903, 904]) {
    const { rgb, width, height, instances, objects } = renderScene({ seed, width: 320, height: 240 });
    for (const { instance, box } of objects.filter(({ area }) => area > 700).slice(0, 4)) {
      const truth = Uint8Array.from(instances, (value) => Number(value === instance));
      const rectangle = new Uint8Array(truth.length);
      for (let y = box.y; y < box.y + box.height; y++)
        rectangle.fill(1, y * width + box.x, y * width + box.x + box.width);
      cut += iou(grabCut({ width, height, data: rgb }, box), truth);
      filled += iou(rectangle, truth);
      count++;
    }
  }
  expect(cut / count).toBeGreaterThan(filled / count + 0.03);
});

it('keeps to the box, and bears flat pictures and boxes that leave the image', () => {
  const flat = { width: 40, height: 30, data: new Uint8Array(40 * 30 * 3).fill(90) };
  const found = grabCut(flat, { x: 30, y: -5, width: 30, height: 20 });
  expect(found).toHaveLength(1200);
  found.forEach((value, i) => {
    if (value) expect(i % 40).toBeGreaterThanOrEqual(30);
  });
  const square = { ...flat, data: flat.data.slice() };
  for (let y = 8; y < 20; y++) square.data.fill(240, 3 * (y * 40 + 10), 3 * (y * 40 + 24));
  const bright = grabCut(square, { x: 7, y: 5, width: 20, height: 18 });
  expect(bright.filter((value) => value === 1)).toHaveLength(12 * 14);
});
