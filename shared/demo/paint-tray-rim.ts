import type { Canvas } from './canvas.ts';
import { colorFromHsl } from './color.ts';
import type { Light } from './light.ts';
import { valueNoise } from './noise.ts';
import type { Random } from './random.ts';

/** A wooden frame around the tray, bevelled, with its shadow on the ground inside. */
export function paintTrayRim(canvas: Canvas, light: Light, random: Random): void {
  const { width, height, rgb } = canvas;
  const rim = Math.min(width, height) * random.between(0.03, 0.055);
  const shade = rim * 1.4;
  const wood = colorFromHsl(random.between(18, 32), 0.45, random.between(0.18, 0.34));
  const seed = random.integer(1, 1 << 30);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const left = x;
      const right = width - 1 - x;
      const top = y;
      const bottom = height - 1 - y;
      const inside = Math.min(left, right, top, bottom);
      if (inside >= rim + shade) {
        // Nothing to do until the right-hand rim: skip the middle of the row.
        if (x < width - rim - shade - 1) x = Math.floor(width - rim - shade - 1);
        continue;
      }
      const at = 3 * (y * width + x);
      if (inside >= rim) {
        const part = 1 - (inside - rim) / shade;
        const facing =
          inside === left ? -light.x : inside === right ? light.x : inside === top ? -light.y : light.y;
        const dark = 1 - (facing < 0 ? 0.2 : 0.55) * part * part;
        rgb[at] *= dark;
        rgb[at + 1] *= dark;
        rgb[at + 2] *= dark;
        continue;
      }
      const along =
        inside === left || inside === right
          ? valueNoise(x * 0.6, y * 0.04, seed)
          : valueNoise(x * 0.04, y * 0.6, seed);
      const nx = inside === left ? -1 : inside === right ? 1 : 0;
      const ny = inside === top ? -1 : inside === bottom ? 1 : 0;
      const bevel = inside > rim * 0.62 ? -1 : inside < rim * 0.3 ? 1 : 0;
      const lit = 0.78 + 0.4 * along + 0.3 * bevel * (nx * light.x + ny * light.y);
      rgb[at] = wood[0] * lit;
      rgb[at + 1] = wood[1] * lit;
      rgb[at + 2] = wood[2] * lit;
    }
  }
}
