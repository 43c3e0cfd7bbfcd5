import type { Canvas } from './canvas.ts';
import { colorFromHsl } from './color.ts';
import type { Light } from './light.ts';
import { pixelNoise, valueNoise } from './noise.ts';
import type { Random } from './random.ts';

/** What the stones lie on. The first four are the demo's trays, the others belong to the shifted scenes. */
export type Background = 'felt' | 'velvet' | 'wood' | 'grain' | 'marble' | 'slate' | 'linen';

/** Brightness 0–1 around 0.5 of the material at a pixel; `scale` makes patterns as large in small pictures. */
type Material = (x: number, y: number, seed: number) => number;

const MATERIALS: Record<Background, Material> = {
  felt: (x, y, seed) =>
    0.36 * valueNoise(x * 0.03, y * 0.03, seed) +
    0.34 * valueNoise(x * 0.55 + 0.2 * y, y * 0.22, seed + 1) +
    0.3 * pixelNoise(x | 0, y | 0, seed + 2),
  velvet: (x, y, seed) => {
    const fold = valueNoise(x * 0.009, y * 0.006, seed) + 0.5 * valueNoise(x * 0.02 + 9, y * 0.012, seed + 3);
    return 0.95 * (fold / 1.5) ** 1.5 + 0.1 * pixelNoise(x | 0, y | 0, seed + 4);
  },
  wood: (x, y, seed) => {
    const bend = 26 * valueNoise(x * 0.004, y * 0.012, seed);
    const ring = Math.abs(((((y * 0.16 + bend) % 2) + 2) % 2) - 1);
    return 0.3 + 0.3 * ring ** 2 + 0.34 * valueNoise(x * 0.02, y * 0.9, seed + 5);
  },
  grain: (x, y, seed) => {
    const speck = pixelNoise((x * 0.7) | 0, (y * 0.7) | 0, seed);
    return 0.3 + 0.24 * valueNoise(x * 0.02, y * 0.02, seed + 6) + 0.3 * speck * speck;
  },
  marble: (x, y, seed) => {
    const swirl = 7 * valueNoise(x * 0.008, y * 0.008, seed) + 2 * valueNoise(x * 0.03, y * 0.03, seed + 7);
    const vein = Math.abs(Math.sin(x * 0.006 + y * 0.011 + swirl));
    return 0.28 + 0.5 * vein ** 0.45 + 0.06 * pixelNoise(x | 0, y | 0, seed + 8);
  },
  slate: (x, y, seed) =>
    0.2 +
    0.4 * Math.abs(valueNoise(x * 0.012, y * 0.03, seed) - valueNoise(x * 0.05, y * 0.09, seed + 9)) +
    0.3 * valueNoise(x * 0.3, y * 0.3, seed + 10),
  linen: (x, y, seed) =>
    0.3 +
    0.17 * Math.sin(x * 1.5 + 2 * valueNoise(y * 0.05, x * 0.01, seed)) +
    0.17 * Math.sin(y * 1.5 + 2 * valueNoise(x * 0.05, y * 0.01, seed + 11)) +
    0.2 * valueNoise(x * 0.2, y * 0.2, seed + 12),
};

/** Hue range, saturation, darkest and lightest. */
const PALETTES: Record<Background, [hue: [number, number], saturation: number, dark: number, light: number]> =
  {
    felt: [[90, 250], 0.32, 0.13, 0.36],
    velvet: [[190, 380], 0.45, 0.05, 0.34],
    wood: [[20, 34], 0.42, 0.2, 0.52],
    grain: [[28, 52], 0.22, 0.42, 0.86],
    marble: [[180, 260], 0.1, 0.5, 0.98],
    slate: [[200, 230], 0.12, 0.16, 0.5],
    linen: [[30, 60], 0.26, 0.5, 0.9],
  };

/** Fills the whole canvas with a material under the light. */
export function paintBackground(canvas: Canvas, background: Background, light: Light, random: Random): void {
  const { width, height, rgb } = canvas;
  const [hues, saturation, darkest, lightest] = PALETTES[background];
  const hue = random.between(hues[0], hues[1]);
  const gain = random.between(0.85, 1.12);
  const dark = colorFromHsl(hue, saturation, Math.min(0.9, darkest * gain));
  const pale = colorFromHsl(hue + random.between(-8, 8), saturation * 0.9, Math.min(0.97, lightest * gain));
  const material = MATERIALS[background];
  const seed = random.integer(1, 1 << 30);
  const turned = random.chance(0.5);
  const zoom = 640 / Math.max(width, height, 320);
  const lampX = width * (0.5 + 0.38 * light.x);
  const lampY = height * (0.5 + 0.38 * light.y);
  const reach = 0.5 / (width * width + height * height);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const part = turned ? material(y * zoom, x * zoom, seed) : material(x * zoom, y * zoom, seed);
      const fall = 1.12 - ((x - lampX) ** 2 + (y - lampY) ** 2) * reach;
      rgb[at] = (dark[0] + (pale[0] - dark[0]) * part) * fall * light.tint[0];
      rgb[at + 1] = (dark[1] + (pale[1] - dark[1]) * part) * fall * light.tint[1];
      rgb[at + 2] = (dark[2] + (pale[2] - dark[2]) * part) * fall * light.tint[2];
      at += 3;
    }
  }
}
