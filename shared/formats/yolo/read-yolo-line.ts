import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { quadShape } from '../quad-shape.ts';

export type YoloTask = 'detect' | 'segment' | 'pose' | 'obb';

/** One line of a YOLO label file, still in pixels of an image of that size. */
export interface YoloLine {
  classId: number;
  shape: Shape;
  confidence?: number;
  trackId?: string;
  /** The box that a pose line holds beside its points, as `x y width height`. */
  box?: string;
}

/**
 * Reads one line, or says why not. Its kind follows from the number of values: 5 box, 6 box and confidence, 9 an
 * oriented box (or in a dataset of outlines a polygon), 7 and other odd numbers a polygon, and with `keypoints` given
 * 5 + points × dimensions a pose. Values are fractions of the image.
 */
export function readYoloLine(
  text: string,
  task: YoloTask,
  width: number,
  height: number,
  keypoints: [number, number] | undefined,
): YoloLine | string {
  const words = text.trim().split(/[\s,]+/);
  const values = words.map(Number);
  const [classId] = values;
  if (values.some((value) => !Number.isFinite(value))) return 'A value is not a number.';
  if (!Number.isInteger(classId) || classId < 0)
    return `The class id ${words[0]} is not a whole number from 0.`;
  const count = values.length;
  const box = (): Shape => {
    const [, cx, cy, w, h] = values;
    return {
      type: 'box',
      x: (cx - w / 2) * width,
      y: (cy - h / 2) * height,
      width: w * width,
      height: h * height,
    };
  };
  if (count === 5) return { classId, shape: box() };
  if (keypoints && (task === 'pose' || task === 'detect')) {
    const [points, dimensions] = keypoints;
    const expected = 5 + points * dimensions;
    if (count === expected || count === expected + 1) {
      const shape: Shape = { type: 'keypoints', points: [] };
      for (let i = 5; i + dimensions <= expected; i += dimensions) {
        const visibility = dimensions >= 3 ? values[i + 2] : values[i] === 0 && values[i + 1] === 0 ? 0 : 2;
        shape.points.push({
          x: values[i] * width,
          y: values[i + 1] * height,
          // Predictions hold a probability in place of COCO's 0, 1, 2.
          visibility: visibility >= 1.5 ? 2 : visibility >= 0.5 ? (Number.isInteger(visibility) ? 1 : 2) : 0,
        });
      }
      const around = box();
      return {
        classId,
        shape,
        ...(around.type === 'box'
          ? {
              box: [around.x, around.y, around.width, around.height]
                .map((one) => Math.round(one * 1000) / 1000)
                .join(' '),
            }
          : {}),
        ...(count > expected ? { confidence: values[count - 1] } : {}),
      };
    }
    if (task === 'pose') return `A pose line of this dataset has ${expected} values, this one has ${count}.`;
  }
  if (count === 6) return { classId, shape: box(), confidence: values[5] };
  if (count === 7 && task === 'detect') {
    return { classId, shape: box(), confidence: values[5], trackId: words[6] };
  }
  const hasExtra = count % 2 === 0 && count >= 8;
  if (count < 7) return `A line has 5 values (a box) or at least 7 (an outline), this one has ${count}.`;
  const points: Point[] = [];
  for (let i = 1; i + 1 < count; i += 2) points.push([values[i] * width, values[i + 1] * height]);
  const extra = hasExtra ? { confidence: values[count - 1] } : {};
  const [a, b, c, d] = points;
  if (points.length === 4 && task === 'obb') return { classId, shape: quadShape([a, b, c, d]), ...extra };
  return { classId, shape: { type: 'polygon', parts: [[points]] }, ...extra };
}
