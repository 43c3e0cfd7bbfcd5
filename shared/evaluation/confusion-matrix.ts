import type { AnnotationColumns } from './annotation-columns.ts';
import type { IouRow } from './box-iou-row.ts';
import type { DetectionPairs } from './detection-pairs.ts';

/**
 * `counts[truth * size + predicted]`, `size` = classes + 1; the last row and column stand for the background:
 * detections of nothing, and objects that nothing found.
 */
export interface DetectionConfusion {
  size: number;
  counts: Int32Array;
}

/**
 * Pairs detections of at least `minimumScore` with ground truths of any class, highest IoU first (the same class
 * first among equals), each at most once. Crowds and other rows that do not count take their detections away.
 */
export function confusionMatrix(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  classes: number,
  iouRow: IouRow,
  minimumScore: number,
): DetectionConfusion {
  const size = classes + 1;
  const counts = new Int32Array(size * size);
  const isTaken = new Uint8Array(truths.count);
  const ious = new Float64Array(truths.count);
  for (let image = 0; image + 1 < pairs.imageStart.length; image++) {
    const from = pairs.truthStart[image];
    const to = pairs.truthStart[image + 1];
    const found: { row: number; truth: number; iou: number; isSame: boolean }[] = [];
    const rows: number[] = [];
    for (let i = pairs.imageStart[image]; i < pairs.imageStart[image + 1]; i++) {
      const row = pairs.order[i];
      if (detections.score[row] < minimumScore) break;
      rows.push(row);
      iouRow(row, pairs.truthOrder, from, to, ious);
      for (let g = from; g < to; g++) {
        const truth = pairs.truthOrder[g];
        const iou = ious[g - from];
        if (iou < pairs.threshold || truths.isIgnored[truth] === 1) continue;
        found.push({ row, truth, iou, isSame: truths.category[truth] === detections.category[row] });
      }
    }
    found.sort((a, b) => b.iou - a.iou || Number(b.isSame) - Number(a.isSame));
    const paired = new Set<number>();
    for (const { row, truth } of found) {
      if (isTaken[truth] === 1 || paired.has(row)) continue;
      isTaken[truth] = 1;
      paired.add(row);
      counts[truths.category[truth] * size + detections.category[row]]++;
    }
    for (const row of rows) {
      if (!paired.has(row) && pairs.isIgnored[row] === 0) counts[classes * size + detections.category[row]]++;
    }
  }
  for (let truth = 0; truth < truths.count; truth++) {
    if (isTaken[truth] === 0 && truths.isIgnored[truth] === 0)
      counts[truths.category[truth] * size + classes]++;
  }
  return { size, counts };
}
