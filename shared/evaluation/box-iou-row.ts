import type { AnnotationColumns } from './annotation-columns.ts';

/**
 * Writes the IoU of one detection with the ground truths `rows[from … to)` into `out[0 …]`. With crowds and
 * groups the intersection is taken over the detection's area.
 */
export type IouRow = (
  detection: number,
  rows: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
) => void;

/** Boxes, with the operations in the order of `bbIou` in cocoapi `common/maskApi.c`: the last bit hangs on it. */
export function boxIouRow(
  detections: AnnotationColumns,
  groundTruth: AnnotationColumns,
  hasGroups: boolean,
): IouRow {
  const db = detections.box;
  const gb = groundTruth.box;
  const { isCrowd, isGroup } = groundTruth;
  return (detection, rows, from, to, out) => {
    const dx = db[4 * detection];
    const dy = db[4 * detection + 1];
    const dw = db[4 * detection + 2];
    const dh = db[4 * detection + 3];
    for (let i = from; i < to; i++) {
      const g = rows[i];
      const gx = gb[4 * g];
      const gw = gb[4 * g + 2];
      out[i - from] = 0;
      const right = dw + dx < gw + gx ? dw + dx : gw + gx;
      const width = right - (dx > gx ? dx : gx);
      if (width <= 0) continue;
      const gy = gb[4 * g + 1];
      const gh = gb[4 * g + 3];
      const bottom = dh + dy < gh + gy ? dh + dy : gh + gy;
      const height = bottom - (dy > gy ? dy : gy);
      if (height <= 0) continue;
      const shared = width * height;
      const isOverDetection = isCrowd[g] === 1 || (hasGroups && isGroup[g] === 1);
      out[i - from] = shared / (isOverDetection ? dw * dh : dw * dh + gw * gh - shared);
    }
  };
}
