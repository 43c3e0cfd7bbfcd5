import type { Canvas } from './canvas.ts';
import { colorFromHsl } from './color.ts';
import { GEM_CUTS } from './gem-cut.ts';
import type { Light } from './light.ts';
import type { PlacedGem } from './paint-gem.ts';

/** The metal that a mounted stone sits in. */
export interface Setting {
  /** How far the metal reaches beyond the stone's outline, as a factor of it: 1.3 is a rim of 30 %. */
  rim: number;
  /** Degrees on the colour wheel: gold, copper or steel. */
  hue: number;
  saturation: number;
  /** Beads around the rim; 0 is smooth. */
  beads: number;
}

/**
 * Paints the rim of metal below a stone and writes `instance` into it: stone and setting are one object. Paint the
 * stone over it afterwards.
 */
export function paintSetting(
  canvas: Canvas,
  gem: PlacedGem,
  { rim, hue, saturation, beads }: Setting,
  instance: number,
  light: Light,
): void {
  const { width, height, rgb, instances } = canvas;
  const cut = GEM_CUTS[gem.cut];
  const cos = Math.cos(gem.rotation) / gem.radius;
  const sin = Math.sin(gem.rotation) / gem.radius;
  const far = gem.radius * rim * 1.05 + 1;
  const dark = colorFromHsl(hue, saturation, 0.16);
  const pale = colorFromHsl(hue, saturation * 0.8, 0.82);
  for (let y = Math.max(0, Math.floor(gem.cy - far)); y <= Math.min(height - 1, gem.cy + far); y++) {
    for (let x = Math.max(0, Math.floor(gem.cx - far)); x <= Math.min(width - 1, gem.cx + far); x++) {
      const dx = x + 0.5 - gem.cx;
      const dy = y + 0.5 - gem.cy;
      const reach = cut.reach(dx * cos + dy * sin, dy * cos - dx * sin);
      if (reach > rim) continue;
      const angle = Math.atan2(dy, dx);
      const across = (reach - 1) / (rim - 1);
      // A rounded rim: its outer half leans outwards, its inner half towards the stone.
      const lean = (2 * across - 1) * (Math.cos(angle) * light.x + Math.sin(angle) * light.y);
      const bead = beads === 0 ? 0 : 0.22 * Math.cos(beads * angle) * Math.sin(Math.PI * Math.max(0, across));
      const bright = Math.max(0, Math.min(1, 0.42 + 0.5 * lean + bead));
      const at = 3 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        rgb[at + channel] = (dark[channel] + (pale[channel] - dark[channel]) * bright) * light.tint[channel];
      }
      instances[y * width + x] = instance;
    }
  }
}
