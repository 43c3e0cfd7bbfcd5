import { expect, test } from 'vitest';
import { drawMap, fitMap } from './draw-map.ts';
import { filterImages } from './filter-images.ts';
import { histogram } from './histogram.ts';
import type { ExploredImages } from './load-images.ts';

const numbers = (...values: number[]) => Float64Array.from(values);
const IMAGES: ExploredImages = {
  count: 4,
  assetId: ['a', 'b', 'c', 'd'],
  taskId: ['ta', 'tb', 'tc', 'td'],
  key: ['a', 'b', 'c', 'd'],
  metrics: {
    brightness: numbers(0.1, 0.4, 0.6, 0.9),
    contrast: numbers(1, 1, 1, 1),
    sharpness: numbers(10, 20, 30, 40),
    entropy: numbers(1, 2, 3, 4),
    uniqueness: numbers(0, 0.1, 0.2, 0.3),
  },
  cluster: Int32Array.of(0, 0, 1, 1),
  x: numbers(0, 1, 2, 3),
  y: numbers(0, 1, 0, 1),
  issues: [['dark'], [], ['blurry', 'dark'], []],
  reasons: [[], [], [], []],
  neighbours: (row) => [3, 2, 1, 0].filter((other) => other !== row),
  rank: Int32Array.of(-1, 1, -1, 0),
  rankReason: ['', '', '', ''],
};

test('filters hold together, and order by likeness or by proposal', () => {
  expect(filterImages(IMAGES, { ranges: {} })).toEqual([0, 1, 2, 3]);
  expect(filterImages(IMAGES, { ranges: { brightness: [0.3, 0.7] } })).toEqual([1, 2]);
  expect(filterImages(IMAGES, { ranges: { brightness: [0.3, 1] }, issue: 'dark' })).toEqual([2]);
  expect(filterImages(IMAGES, { ranges: {}, cluster: 1, lasso: new Set([0, 3]) })).toEqual([3]);
  expect(filterImages(IMAGES, { ranges: {}, similarTo: 1 })).toEqual([1, 3, 2, 0]);
  expect(filterImages(IMAGES, { ranges: {}, isProposed: true })).toEqual([3, 1]);
});

test('a histogram counts every image once, and the shown ones among them', () => {
  const { from, to, all, shown } = histogram(IMAGES.metrics.brightness, [1, 3]);
  expect([from, to]).toEqual([0.1, 0.9]);
  expect(all.reduce((a, b) => a + b)).toBe(4);
  expect([shown.reduce((a, b) => a + b), shown.at(-1)]).toEqual([2, 1]);
  expect(histogram(numbers(5, 5), [0]).all[0]).toBe(2);
});

test('the map shows every image inside its frame, the shown ones in colour', () => {
  const [width, height] = [60, 40];
  const view = fitMap(IMAGES, width, height);
  const pixels = new Uint8ClampedArray(width * height * 4);
  drawMap(pixels, width, height, IMAGES, Uint8Array.of(1, 0, 1, 1), view, 2);
  const at = (row: number) => {
    const px = Math.floor(IMAGES.x[row] * view.scale + view.left);
    const py = Math.floor(IMAGES.y[row] * view.scale + view.top);
    return [...pixels.subarray(4 * (py * width + px), 4 * (py * width + px) + 4)];
  };
  expect(at(0)).toEqual([69, 113, 224, 255]);
  expect(at(1)[3]).toBe(70);
  expect(at(2)[0]).toBe(230);
});
