import type { Box } from './box.ts';
import type { Ellipse } from './ellipse-ring.ts';

/** The exact bounding box of a rotated ellipse. */
export function ellipseBounds(ellipse: Ellipse): Box {
  const radians = (ellipse.angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const halfWidth = Math.hypot(ellipse.rx * cos, ellipse.ry * sin);
  const halfHeight = Math.hypot(ellipse.rx * sin, ellipse.ry * cos);
  return {
    x: ellipse.cx - halfWidth,
    y: ellipse.cy - halfHeight,
    width: 2 * halfWidth,
    height: 2 * halfHeight,
  };
}
