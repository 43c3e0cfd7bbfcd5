import { expect, it } from 'vitest';
import { placeImage } from './draw-preview.ts';

it('places an image as object-fit does', () => {
  expect(placeImage({ width: 400, height: 200 }, { width: 100, height: 100 }, 'cover')).toEqual({
    scale: 0.5,
    left: -50,
    top: 0,
  });
  expect(placeImage({ width: 400, height: 200 }, { width: 100, height: 100 }, 'contain')).toEqual({
    scale: 0.25,
    left: 0,
    top: 25,
  });
});
