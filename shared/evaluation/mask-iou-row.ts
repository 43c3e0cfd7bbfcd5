import { intersectRuns } from '../geometry/rle-operations.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import type { IouRow } from './box-iou-row.ts';

/**
 * Masks. A pair that cannot reach `smallest` (the lowest threshold) by its areas and bounds gets 0 without a look
 * at its runs: such an IoU is below every threshold in any case.
 */
export function maskIouRow(
  detections: AnnotationColumns,
  groundTruth: AnnotationColumns,
  hasGroups: boolean,
  smallest: number,
): IouRow {
  const d = detections.masks!;
  const g = groundTruth.masks!;
  const { isCrowd, isGroup } = groundTruth;
  // The bound is compared with room for rounding; a pair too many costs time only.
  const floor = smallest - 1e-9;
  return (detection, rows, from, to, out) => {
    const area = d.area[detection];
    const x0 = d.bounds[4 * detection];
    const y0 = d.bounds[4 * detection + 1];
    const x1 = d.bounds[4 * detection + 2];
    const y1 = d.bounds[4 * detection + 3];
    for (let i = from; i < to; i++) {
      const row = rows[i];
      out[i - from] = 0;
      const width = Math.min(x1, g.bounds[4 * row + 2]) - Math.max(x0, g.bounds[4 * row]);
      if (width <= 0) continue;
      const height = Math.min(y1, g.bounds[4 * row + 3]) - Math.max(y0, g.bounds[4 * row + 1]);
      if (height <= 0) continue;
      if (d.height[detection] !== g.height[row] || d.width[detection] !== g.width[row]) {
        out[i - from] = -1;
        continue;
      }
      const other = g.area[row];
      const isOverDetection = isCrowd[row] === 1 || (hasGroups && isGroup[row] === 1);
      const most = Math.min(width * height, area, other);
      if (most < floor * (isOverDetection ? area : area + other - most)) continue;
      const shared = intersectRuns(
        d.pool,
        d.start[detection],
        d.end[detection],
        g.pool,
        g.start[row],
        g.end[row],
      );
      if (shared > 0) out[i - from] = shared / (isOverDetection ? area : area + other - shared);
    }
  };
}
