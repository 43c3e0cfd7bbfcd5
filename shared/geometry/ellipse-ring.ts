import type { Ring } from './polygon.ts';

/** Centre, radii and angle in degrees, clockwise on screen. */
export interface Ellipse {
  cx: number;
  cy: number;
  rx: number;
  ry: number;
  angle: number;
}

/**
 * A polygon of `segments` points whose area equals the ellipse's: the radii are stretched by the ratio of the
 * circle's area to the inscribed polygon's, so that areas stay exact whatever the number of segments.
 */
export function ellipseRing(ellipse: Ellipse, segments = 72): Ring {
  const radians = (ellipse.angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const step = (2 * Math.PI) / segments;
  const stretch = Math.sqrt(step / Math.sin(step));
  const ring: Ring = [];
  for (let i = 0; i < segments; i++) {
    const x = ellipse.rx * stretch * Math.cos(i * step);
    const y = ellipse.ry * stretch * Math.sin(i * step);
    ring.push([ellipse.cx + x * cos - y * sin, ellipse.cy + x * sin + y * cos]);
  }
  return ring;
}
