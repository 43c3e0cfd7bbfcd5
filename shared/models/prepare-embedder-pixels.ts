import type { RgbImage } from '../images/rgb-image.ts';
import type { EmbedderDescription } from './embedder-description.ts';
import { resizeBilinear } from './resize-bilinear.ts';
import type { Tensor } from './tensor.ts';

/** An upright image as an embedder wants it: [1, 3, side, side]. Resized as Pillow does it, bilinear with antialiasing. */
export function prepareEmbedderPixels(
  image: RgbImage,
  side: number,
  { fit, resize = side, mean, std }: Pick<EmbedderDescription, 'fit' | 'resize' | 'mean' | 'std'>,
): Tensor {
  const scale = Math.max(side, resize) / Math.min(image.width, image.height);
  const target =
    fit === 'squash'
      ? { width: side, height: side }
      : {
          width: Math.max(side, Math.trunc(image.width * scale)),
          height: Math.max(side, Math.trunc(image.height * scale)),
        };
  const isSame = target.width === image.width && target.height === image.height;
  const rgb = isSame ? image.data : resizeBilinear(image.data, image, target);
  const left = (target.width - side) >> 1;
  const top = (target.height - side) >> 1;
  const data = new Float32Array(3 * side * side);
  let to = 0;
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < side; y++) {
      let from = 3 * ((y + top) * target.width + left) + channel;
      for (let x = 0; x < side; x++, from += 3) data[to++] = (rgb[from] / 255 - mean[channel]) / std[channel];
    }
  return { type: 'float32', data, dims: [1, 3, side, side] };
}
