import type { Box } from '../geometry/box.ts';
import type { RgbImage } from '../images/rgb-image.ts';
import type { DetectorProfile } from './detector-profile.ts';
import { resizeBilinear } from './resize-bilinear.ts';
import type { Tensor } from './tensor.ts';

/** What the margins of a letterbox are filled with: the grey that YOLO is trained with. */
const GREY = 114;

/**
 * An upright image as a detector wants it: [1, 3, side, side].
 *
 * @returns also the way back: `toImage` brings a box from pixels of the input to pixels of the image, cut at its edges
 */
export function prepareDetectorPixels(
  image: RgbImage,
  side: number,
  { fit, mean, std }: DetectorProfile['image'],
): { pixels: Tensor; toImage: (box: Box) => Box } {
  const scale = side / Math.max(image.width, image.height);
  const width = fit === 'squash' ? side : Math.max(1, Math.round(image.width * scale));
  const height = fit === 'squash' ? side : Math.max(1, Math.round(image.height * scale));
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  const isSame = width === image.width && height === image.height;
  const rgb = isSame ? image.data : resizeBilinear(image.data, image, { width, height });
  const plane = side * side;
  const data = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    data.fill((GREY - mean[channel]) / std[channel], channel * plane, (channel + 1) * plane);
    for (let y = 0; y < height; y++) {
      const to = channel * plane + (y + top) * side + left;
      for (let x = 0; x < width; x++) {
        data[to + x] = (rgb[3 * (y * width + x) + channel] - mean[channel]) / std[channel];
      }
    }
  }
  const across = (x: number) => Math.max(0, Math.min(image.width, ((x - left) * image.width) / width));
  const down = (y: number) => Math.max(0, Math.min(image.height, ((y - top) * image.height) / height));
  return {
    pixels: { type: 'float32', data, dims: [1, 3, side, side] },
    toImage: (box) => {
      const [x, y] = [across(box.x), down(box.y)];
      return { x, y, width: across(box.x + box.width) - x, height: down(box.y + box.height) - y };
    },
  };
}
