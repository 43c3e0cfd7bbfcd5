import type { Canvas } from './canvas.ts';

/** The lens and the sensor: darker corners, slight noise (standard deviation in grey levels), clamped to bytes. */
export function finishPicture(
  canvas: Canvas,
  { vignette, noise, seed }: { vignette: number; noise: number; seed: number },
): Uint8Array {
  const { width, height, rgb } = canvas;
  const bytes = new Uint8ClampedArray(rgb.length);
  const cx = width / 2;
  const cy = height / 2;
  const reach = vignette / (cx * cx + cy * cy);
  let state = seed | 1;
  // Four uniform bytes summed are close enough to a bell; their standard deviation is 147.8.
  const scale = noise / 147.8;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 1 - ((x - cx) * (x - cx) + (y - cy) * (y - cy)) * reach;
      for (let channel = 0; channel < 3; channel++, at++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const bell = (state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24) - 510;
        bytes[at] = rgb[at] * light + bell * scale;
      }
    }
  }
  return new Uint8Array(bytes.buffer);
}
