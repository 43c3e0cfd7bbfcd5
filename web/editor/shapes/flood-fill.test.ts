import { expect, it } from 'vitest';
import { floodFill } from './flood-fill.ts';

it('fills the region of one colour, not across a line, and grows with the tolerance', () => {
  const [width, height] = [20, 10];
  const data = new Uint8ClampedArray(4 * width * height).fill(200);
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < 3; channel++) data[4 * (y * width + 8) + channel] = 150;
  }
  const narrow = floodFill({ width, height, data }, 2, 2, 10);
  expect(narrow).toMatchObject({ x0: 0, y0: 0, x1: 8, y1: 10 });
  expect(narrow?.isSet.every((set) => set === 1)).toBe(true);
  expect(floodFill({ width, height, data }, 2, 2, 60)).toMatchObject({ x1: 20 });
  expect(floodFill({ width, height, data }, 99, 2, 60)).toBeUndefined();
});
