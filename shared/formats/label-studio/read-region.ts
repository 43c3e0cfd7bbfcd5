import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { maskFromCrop } from '../mask-shape.ts';
import { arrayOf, numberOf, recordOf } from '../number-of.ts';
import { decodeBrush } from './brush-rle.ts';

/**
 * The shape of a region's `value`, in pixels, `undefined` when it has none and a text when it cannot be read.
 * Numbers are percent of the image; a rectangle turns about its corner (x, y), clockwise, in pixels and not in
 * percent; an ellipse about its centre.
 */
export function readRegionShape(
  value: Record<string, unknown>,
  width: number,
  height: number,
): Shape | string | undefined {
  const x = percent(value['x'], width);
  const y = percent(value['y'], height);
  const w = percent(value['width'], width);
  const h = percent(value['height'], height);
  const angle = numberOf(value['rotation']) ?? 0;
  const isBrush = Array.isArray(value['rle']);
  if (isBrush) {
    const alpha = decodeBrush(value['rle'] as number[], width * height);
    if (!alpha) return 'The brush mask does not fill the image.';
    return maskFromCrop(alpha, width, 0, 0, height, width);
  }
  const [rx, ry] = [percent(value['radiusX'], width), percent(value['radiusY'], height)];
  if (rx !== undefined && ry !== undefined && x !== undefined && y !== undefined) {
    return { type: 'ellipse', cx: x, cy: y, rx, ry, angle };
  }
  const vertices = arrayOf(value['vertices']).map((one) => recordOf(one) ?? {});
  const points = vertices.length > 0 ? vertices.map((one) => [one['x'], one['y']]) : arrayOf(value['points']);
  if (points.length > 0) {
    const line = points.map((one): Point => {
      const [px, py] = arrayOf(one);
      return [percent(px, width) ?? NaN, percent(py, height) ?? NaN];
    });
    const isOpen =
      value['closed'] === false ||
      value['polylinelabels'] !== undefined ||
      (value['vectorlabels'] !== undefined && value['closed'] !== true);
    return isOpen && line.length >= 2
      ? { type: 'polyline', points: line }
      : { type: 'polygon', parts: [[line]] };
  }
  if (x === undefined || y === undefined) return undefined;
  if (w === undefined || h === undefined || value['keypointlabels'] !== undefined) {
    return { type: 'keypoints', points: [{ x, y, visibility: 2 }] };
  }
  if (angle % 360 === 0) return { type: 'box', x, y, width: w, height: h };
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return {
    type: 'rotatedBox',
    cx: x + (w / 2) * cos - (h / 2) * sin,
    cy: y + (w / 2) * sin + (h / 2) * cos,
    width: w,
    height: h,
    angle,
  };
}

function percent(value: unknown, of: number): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : (number * of) / 100;
}

/** The classes that a region was given, whatever control gave them: `labels`, `rectanglelabels`, `brushlabels`, … */
export function labelsOfRegion(value: Record<string, unknown>): string[] {
  for (const [name, labels] of Object.entries(value)) {
    if (/labels$/i.test(name) && Array.isArray(labels)) return labels.map(String);
  }
  return [];
}
