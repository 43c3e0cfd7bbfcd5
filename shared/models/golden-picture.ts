import type { RgbImage } from '../images/rgb-image.ts';

/** A picture made with whole numbers only, so that Python and TypeScript have the same one (make_goldens.py). */
export function goldenPicture(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  const reach = Math.floor(Math.min(width, height) / 4) ** 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const squares = ((Math.floor(x / 16) + Math.floor(y / 16)) % 2) * 120;
      const disc = (x - Math.floor(width / 2)) ** 2 + (y - Math.floor(height / 2)) ** 2 < reach ? 90 : 0;
      const at = 3 * (y * width + x);
      data[at] = (x * 7 + y * 3) % 256;
      data[at + 1] = (squares + disc) % 256;
      data[at + 2] = (x * y + disc) % 256;
    }
  }
  return { width, height, data };
}
