import type { Canvas } from './canvas.ts';
import { colorFromHsl } from './color.ts';
import { GEM_CUTS, type CutSample } from './gem-cut.ts';
import type { GemCutName } from './gem-classes.ts';
import type { Light } from './light.ts';
import type { Random } from './random.ts';

/** A stone on the tray. */
export interface PlacedGem {
  cut: GemCutName;
  /** Centre and half length, in pixels. */
  cx: number;
  cy: number;
  radius: number;
  /** Radians. */
  rotation: number;
  hue: number;
  saturation: number;
  /** Cut with facets, or polished to a dome (cabochon). */
  finish: 'faceted' | 'dome';
}

/** Per facet: brightness at the facet's middle and how much of the lamp it mirrors. */
interface FacetLook {
  brightness: Float64Array;
  glint: Float64Array;
}

function lookOfFacets(gem: PlacedGem, light: Light, random: Random): FacetLook {
  const { facets } = GEM_CUTS[gem.cut];
  const brightness = new Float64Array(facets.length);
  const glint = new Float64Array(facets.length);
  const up = Math.sin(light.elevation);
  const flat = Math.cos(light.elevation);
  for (let index = 0; index < facets.length; index++) {
    const { azimuth, tilt, inner } = facets[index];
    const facing = azimuth + gem.rotation + (inner ? Math.PI : 0) + 0.12 * random.normal();
    const toward = Math.cos(facing) * light.x + Math.sin(facing) * light.y;
    const diffuse = Math.max(0, Math.sin(tilt) * flat * toward + Math.cos(tilt) * up);
    // The half vector between lamp and eye (straight above).
    const halfLength = Math.sqrt(2 + 2 * up);
    const mirrored = Math.max(0, (Math.sin(tilt) * flat * toward + Math.cos(tilt) * (up + 1)) / halfLength);
    // Light that enters is thrown about inside: neighbours differ, seemingly at random.
    const inside = inner ? random.between(-0.3, 0.34) : random.between(-0.14, 0.16);
    brightness[index] = 0.12 + 0.55 * diffuse + inside;
    glint[index] =
      0.75 * mirrored ** 40 + (random.chance(inner ? 0.09 : 0.06) ? random.between(0.25, 0.7) : 0);
  }
  return { brightness, glint };
}

function paintShadow(canvas: Canvas, gem: PlacedGem, light: Light): void {
  const { width, height, rgb } = canvas;
  const cut = GEM_CUTS[gem.cut];
  const throwLength = (0.24 * gem.radius) / Math.tan(light.elevation);
  const softness = 0.3;
  const cx = gem.cx - light.x * throwLength;
  const cy = gem.cy - light.y * throwLength;
  const far = gem.radius * (1 + softness) + 2;
  const cos = Math.cos(gem.rotation) / gem.radius;
  const sin = Math.sin(gem.rotation) / gem.radius;
  const glow = colorFromHsl(gem.hue, gem.saturation, 0.55);
  // The stone is a lens: it gathers light of its own colour in the far part of its shadow.
  const focusX = cx - light.x * 0.55 * gem.radius;
  const focusY = cy - light.y * 0.55 * gem.radius;
  const focusScale = 1 / (0.5 * gem.radius) ** 2;
  for (let y = Math.max(0, Math.floor(cy - far)); y <= Math.min(height - 1, Math.ceil(cy + far)); y++) {
    for (let x = Math.max(0, Math.floor(cx - far)); x <= Math.min(width - 1, Math.ceil(cx + far)); x++) {
      const dx = x + 0.5 - cx;
      const dy = y + 0.5 - cy;
      const reach = cut.reach(dx * cos + dy * sin, dy * cos - dx * sin);
      if (reach >= 1 + softness) continue;
      const ramp = Math.min(1, (1 + softness - reach) / (2 * softness));
      const dark = 1 - light.shadow * ramp * ramp * (3 - 2 * ramp);
      const fx = x + 0.5 - focusX;
      const fy = y + 0.5 - focusY;
      const bright = 0.3 * Math.exp(-(fx * fx + fy * fy) * focusScale) * ramp;
      const at = 3 * (y * width + x);
      rgb[at] = rgb[at] * dark + glow[0] * bright;
      rgb[at + 1] = rgb[at + 1] * dark + glow[1] * bright;
      rgb[at + 2] = rgb[at + 2] * dark + glow[2] * bright;
    }
  }
}

const SUBPIXELS = [0.25, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75];

/**
 * Paints a stone and its shadow over what is there and writes `instance` wherever the centre of a pixel lies inside
 * the outline: that is the exact ground truth, edges are only blended in colour.
 */
export function paintGem(
  canvas: Canvas,
  gem: PlacedGem,
  instance: number,
  light: Light,
  random: Random,
): void {
  paintShadow(canvas, gem, light);
  const { width, height, rgb, instances } = canvas;
  const cut = GEM_CUTS[gem.cut];
  const look = lookOfFacets(gem, light, random);
  const clear = gem.saturation < 0.25;
  const dark = colorFromHsl(gem.hue + 8, gem.saturation, clear ? 0.3 : 0.1);
  const middle = colorFromHsl(gem.hue, gem.saturation, clear ? 0.72 : 0.44);
  const pale = colorFromHsl(gem.hue - 6, gem.saturation, clear ? 0.95 : 0.76);
  const cos = Math.cos(gem.rotation) / gem.radius;
  const sin = Math.sin(gem.rotation) / gem.radius;
  const found: CutSample = { reach: 0, facet: 0 };
  const far = gem.radius * 1.05 + 1;
  const domed = gem.finish === 'dome';
  const lightX = (light.x * Math.cos(gem.rotation) + light.y * Math.sin(gem.rotation)) * 0.42;
  const lightY = (light.y * Math.cos(gem.rotation) - light.x * Math.sin(gem.rotation)) * 0.42;

  for (
    let y = Math.max(0, Math.floor(gem.cy - far));
    y <= Math.min(height - 1, Math.ceil(gem.cy + far));
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(gem.cx - far));
      x <= Math.min(width - 1, Math.ceil(gem.cx + far));
      x++
    ) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let covered = 0;
      let firstFacet = -1;
      let edge = false;
      for (let sub = 0; sub < 8; sub += 2) {
        const dx = x + SUBPIXELS[sub] - gem.cx;
        const dy = y + SUBPIXELS[sub + 1] - gem.cy;
        const u = dx * cos + dy * sin;
        const v = dy * cos - dx * sin;
        cut.sample(u, v, found);
        if (found.reach > 1) continue;
        covered++;
        // Light leaves a stone on the side away from the lamp.
        const along = u * lightX + v * lightY;
        let bright: number;
        let white: number;
        if (domed) {
          bright = 0.5 + 0.75 * along - 0.22 * found.reach ** 3;
          const hx = u - lightX;
          const hy = v - lightY;
          white = 0.95 * Math.exp(-(hx * hx + hy * hy) * 26);
        } else {
          bright = look.brightness[found.facet] - 0.38 * along;
          white = look.glint[found.facet] * (0.72 + 0.9 * along);
          if (firstFacet < 0) firstFacet = found.facet;
          else if (firstFacet !== found.facet) edge = true;
        }
        if (found.reach > 0.93) bright -= 2.6 * (found.reach - 0.93);
        bright = bright < 0 ? 0 : bright > 1 ? 1 : bright;
        white = white < 0 ? 0 : white > 1 ? 1 : white;
        const from = bright < 0.5 ? dark : middle;
        const to = bright < 0.5 ? middle : pale;
        const part = bright < 0.5 ? bright * 2 : bright * 2 - 1;
        const tinted = 1 - white;
        red += (from[0] + (to[0] - from[0]) * part) * tinted + 255 * white;
        green += (from[1] + (to[1] - from[1]) * part) * tinted + 255 * white;
        blue += (from[2] + (to[2] - from[2]) * part) * tinted + 255 * white;
      }
      if (covered === 0) continue;
      const lift = edge ? 14 : 0;
      const at = 3 * (y * width + x);
      const keep = 1 - covered / 4;
      rgb[at] = rgb[at] * keep + (red * light.tint[0] + lift * covered) / 4;
      rgb[at + 1] = rgb[at + 1] * keep + (green * light.tint[1] + lift * covered) / 4;
      rgb[at + 2] = rgb[at + 2] * keep + (blue * light.tint[2] + lift * covered) / 4;
      const dx = x + 0.5 - gem.cx;
      const dy = y + 0.5 - gem.cy;
      if (cut.reach(dx * cos + dy * sin, dy * cos - dx * sin) <= 1) instances[y * width + x] = instance;
    }
  }
}
