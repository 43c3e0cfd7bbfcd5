import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { goldenPicture } from './golden-picture.ts';
import { preparePixels } from './prepare-pixels.ts';
import { resizeBilinear } from './resize-bilinear.ts';
import golden from './segmenter.golden.json' with { type: 'json' };
import { SEGMENTER_PROFILES } from './segmenter-profile.ts';

describe.each(golden.resized)(
  'an image of $width × $height',
  ({ width, height, target, sha256, pixels, mean }) => {
    const image = goldenPicture(width, height);

    it('is resized bit for bit as Pillow does', () => {
      const small = resizeBilinear(image.data, image, { width: target[0], height: target[1] });
      expect(createHash('sha256').update(small).digest('hex')).toBe(sha256);
    });

    it("is prepared as transformers' processor does", () => {
      const { pixels: tensor, frame } = preparePixels(image, 256, SEGMENTER_PROFILES['transformers-sam']);
      expect(tensor.dims).toEqual([1, 3, 256, 256]);
      expect(frame.resized).toEqual({ width: target[0], height: target[1] });
      const data = tensor.data as Float32Array;
      for (const [channel, y, x, value] of pixels)
        expect(data[(channel * 256 + y) * 256 + x]).toBeCloseTo(value, 5);
      expect(data.reduce((sum, value) => sum + value, 0) / data.length).toBeCloseTo(mean, 5);
    });
  },
);

it('squashes for SAM 2 and pads nothing for EfficientSAM', () => {
  const image = goldenPicture(300, 200);
  expect(preparePixels(image, 1024, SEGMENTER_PROFILES['sam-2']).pixels.dims).toEqual([1, 3, 1024, 1024]);
  const { pixels } = preparePixels(image, 1024, SEGMENTER_PROFILES['efficient-sam']);
  expect(pixels.dims).toEqual([1, 3, 683, 1024]);
  expect(Math.max(...(pixels.data as Float32Array).subarray(0, 5000))).toBeLessThanOrEqual(1);
});
