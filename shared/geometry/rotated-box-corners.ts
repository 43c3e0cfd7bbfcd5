import type { Point } from './point.ts';

/** Centre, size and angle in degrees, clockwise on screen. */
export interface RotatedBox {
  cx: number;
  cy: number;
  width: number;
  height: number;
  angle: number;
}

/** The corners in the order top-left, top-right, bottom-right, bottom-left of the unrotated box. */
export function rotatedBoxCorners(box: RotatedBox): [Point, Point, Point, Point] {
  const radians = (box.angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const corner = (dx: number, dy: number): Point => [
    box.cx + dx * cos - dy * sin,
    box.cy + dx * sin + dy * cos,
  ];
  const w = box.width / 2;
  const h = box.height / 2;
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}
