import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { maskRuns } from '../shapes/mask-runs.ts';
import { shapeLines } from './shape-lines.ts';

/** How a class is drawn. */
export interface ClassStyle {
  name: string;
  color: string;
  skeleton?: readonly (readonly [number, number])[];
}

/**
 * Objects packed for drawing, so that 10,000 polygons cross to the worker in a few transfers instead of as a quarter
 * of a million small arrays. Object `i` owns lines `objectEnds[i - 1] … objectEnds[i]`; line `k` owns the coordinates
 * `coords[2 * lineEnds[k - 1]] … coords[2 * lineEnds[k]]`, as `[x0, y0, x1, y1, …]` in image px.
 */
export interface DrawList {
  ids: string[];
  colors: string[];
  /** 0 open lines, 1 closed and filled, 2 mask, 3 open lines with dots at `dots`. */
  kinds: Uint8Array;
  coords: Float32Array;
  lineEnds: Uint32Array;
  objectEnds: Uint32Array;
  masks: Record<number, { width: number; height: number; ends: Uint32Array }>;
  dots: Record<number, Float32Array>;
}

export function packDrawList(
  objects: readonly LabelObject[],
  styleOf: (classId: string) => ClassStyle,
): DrawList {
  const drawn = objects.map((object) => shapeLines(object.shape, styleOf(object.classId).skeleton));
  let lineCount = 0;
  let pointCount = 0;
  for (const { lines } of drawn) {
    lineCount += lines.length;
    for (const line of lines) pointCount += line.length;
  }
  const list: DrawList = {
    ids: objects.map(({ id }) => id),
    colors: objects.map(({ classId }) => styleOf(classId).color),
    kinds: new Uint8Array(objects.length),
    coords: new Float32Array(2 * pointCount),
    lineEnds: new Uint32Array(lineCount),
    objectEnds: new Uint32Array(objects.length),
    masks: {},
    dots: {},
  };
  let point = 0;
  let line = 0;
  drawn.forEach(({ lines, isClosed }, index) => {
    const { shape } = objects[index];
    list.kinds[index] = isClosed ? 1 : 0;
    if (shape.type === 'mask') {
      list.kinds[index] = 2;
      list.masks[index] = maskRuns(shape);
    } else if (shape.type === 'keypoints') {
      list.kinds[index] = 3;
      const seen = shape.points.filter(({ visibility }) => visibility > 0);
      list.dots[index] = new Float32Array(seen.flatMap(({ x, y, visibility }) => [x, y, visibility]));
    }
    for (const points of lines) {
      for (const [x, y] of points) {
        list.coords[2 * point] = x;
        list.coords[2 * point + 1] = y;
        point++;
      }
      list.lineEnds[line++] = point;
    }
    list.objectEnds[index] = line;
  });
  return list;
}
