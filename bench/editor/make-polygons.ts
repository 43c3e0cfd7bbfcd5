import type { Point } from '../../shared/geometry/point.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';

/** A blob around (`cx`, `cy`) with `vertices` corners. */
export function blob(cx: number, cy: number, radius: number, vertices: number): Point[] {
  return Array.from({ length: vertices }, (_, i) => {
    const angle = (2 * Math.PI * i) / vertices;
    const reach = radius * (0.8 + 0.2 * Math.sin(5 * angle + cx));
    return [cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)];
  });
}

/** `count` polygons on a grid over an image of `width` × `height` px. */
export function makePolygons(count: number, vertices: number, width: number, height: number): LabelObject[] {
  const columns = Math.ceil(Math.sqrt((count * width) / height));
  const step = width / columns;
  const at = '2026-01-01T00:00:00.000Z';
  return Array.from({ length: count }, (_, i) => ({
    id: `polygon-${i}`,
    classId: `class-${i % 8}`,
    shape: {
      type: 'polygon',
      parts: [
        [
          blob(
            (i % columns) * step + step / 2,
            Math.floor(i / columns) * step + step / 2,
            step * 0.55,
            vertices,
          ),
        ],
      ],
    },
    attributes: {},
    source: 'manual',
    createdBy: 'bench',
    createdAt: at,
    updatedBy: 'bench',
    updatedAt: at,
  }));
}
