import { expect, it } from 'vitest';
import { previewLines } from './preview-lines.ts';

it('draws a box by its corners and a line open', () => {
  expect(previewLines({ type: 'box', x: 1, y: 2, width: 3, height: 4 }, 5)).toEqual([
    { points: [1, 2, 4, 2, 4, 6, 1, 6], isClosed: true },
  ]);
  const points: [number, number][] = [
    [0, 0],
    [5, 0.2],
    [10, 0],
  ];
  expect(previewLines({ type: 'polyline', points }, 1)).toEqual([{ points: [0, 0, 10, 0], isClosed: false }]);
});

it('keeps a round outline of a thousand points small, and its hole', () => {
  const ring = (radius: number): [number, number][] =>
    Array.from({ length: 1000 }, (_, i) => [
      100 + radius * Math.cos((2 * Math.PI * i) / 1000),
      100 + radius * Math.sin((2 * Math.PI * i) / 1000),
    ]);
  const [outer, hole] = previewLines({ type: 'polygon', parts: [[ring(80), ring(40)]] }, 3);
  expect(outer.points.length).toBeLessThan(60);
  expect(hole.isClosed).toBe(true);
});

it('leaves out keypoints that nobody placed', () => {
  const points = [
    { x: 1, y: 1, visibility: 2 as const },
    { x: 0, y: 0, visibility: 0 as const },
  ];
  expect(previewLines({ type: 'keypoints', points }, 1)).toEqual([{ points: [1, 1], isClosed: false }]);
});
