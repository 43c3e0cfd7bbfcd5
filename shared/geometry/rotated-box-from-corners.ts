import type { Point } from './point.ts';
import type { RotatedBox } from './rotated-box-corners.ts';

/**
 * The rotated box whose corners are nearest to four given ones (in order around the box): centre = mean of the
 * corners, width along the mean of the first and third edge, height along the other two. Exact for a true rectangle.
 */
export function rotatedBoxFromCorners(corners: readonly [Point, Point, Point, Point]): RotatedBox {
  const [a, b, c, d] = corners;
  const widthX = (b[0] - a[0] + c[0] - d[0]) / 2;
  const widthY = (b[1] - a[1] + c[1] - d[1]) / 2;
  const heightX = (d[0] - a[0] + c[0] - b[0]) / 2;
  const heightY = (d[1] - a[1] + c[1] - b[1]) / 2;
  return {
    cx: (a[0] + b[0] + c[0] + d[0]) / 4,
    cy: (a[1] + b[1] + c[1] + d[1]) / 4,
    width: Math.hypot(widthX, widthY),
    height: Math.hypot(heightX, heightY),
    angle: (Math.atan2(widthY, widthX) * 180) / Math.PI,
  };
}
