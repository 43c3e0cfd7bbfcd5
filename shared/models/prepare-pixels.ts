import type { RgbImage } from '../images/rgb-image.ts';
import { modelFrame, type ModelFrame } from './model-frame.ts';
import { resizeBilinear } from './resize-bilinear.ts';
import type { SegmenterProfile } from './segmenter-profile.ts';
import type { Tensor } from './tensor.ts';

/**
 * An upright image as the encoder wants it: [1, 3, height, width], resized, normalised, then padded with zeros. The
 * same numbers as transformers' SamImageProcessor gives.
 */
export function preparePixels(
  image: RgbImage,
  side: number,
  profile: SegmenterProfile,
): { pixels: Tensor; frame: ModelFrame } {
  const size = { width: image.width, height: image.height };
  const frame = modelFrame(size, side, profile.image.fit);
  const { width, height } = frame.resized;
  const isSame = width === size.width && height === size.height;
  const rgb = isSame ? image.data : resizeBilinear(image.data, size, frame.resized);
  const plane = frame.frame.width * frame.frame.height;
  const data = new Float32Array(3 * plane);
  const { mean, std } = profile.image;
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      const to = channel * plane + y * frame.frame.width;
      for (let x = 0; x < width; x++) {
        data[to + x] = (rgb[3 * (y * width + x) + channel] - mean[channel]) / std[channel];
      }
    }
  }
  return { pixels: { type: 'float32', data, dims: [1, 3, frame.frame.height, frame.frame.width] }, frame };
}
