import type { AnnotationColumns } from './annotation-columns.ts';
import type { IouRow } from './box-iou-row.ts';
import { pairwiseSum } from './pairwise-sum.ts';

const EPSILON = 2 ** -52;

/**
 * Object keypoint similarity: the mean over the visible points of exp(-distance² / (2 · area · (2σ)²)). A person
 * without a visible point is compared by the distance to twice its box. Operations in the order of
 * pycocotools' `computeOks`.
 */
export function keypointIouRow(
  detections: AnnotationColumns,
  groundTruth: AnnotationColumns,
  sigmas: readonly number[],
): IouRow {
  const variances = sigmas.map((sigma) => (sigma * 2) ** 2);
  const k = sigmas.length;
  const dk = detections.keypoints;
  const gk = groundTruth.keypoints;
  const terms = new Float64Array(k);
  return (detection, rows, from, to, out) => {
    const d = 3 * k * detection;
    for (let i = from; i < to; i++) {
      const row = rows[i];
      const g = 3 * k * row;
      let visible = 0;
      for (let p = 0; p < k; p++) if (gk[g + 3 * p + 2] > 0) visible++;
      const [x, y, width, height] = groundTruth.box.subarray(4 * row, 4 * row + 4);
      const scale = groundTruth.area[row] + EPSILON;
      let n = 0;
      for (let p = 0; p < k; p++) {
        if (visible > 0 && !(gk[g + 3 * p + 2] > 0)) continue;
        const px = dk[d + 3 * p];
        const py = dk[d + 3 * p + 1];
        const dx = visible > 0 ? px - gk[g + 3 * p] : beyond(px, x - width, x + width * 2);
        const dy = visible > 0 ? py - gk[g + 3 * p + 1] : beyond(py, y - height, y + height * 2);
        terms[n++] = Math.exp(-((dx * dx + dy * dy) / variances[p] / scale / 2));
      }
      out[i - from] = pairwiseSum(terms, 0, n) / n;
    }
  };
}

function beyond(value: number, from: number, to: number): number {
  return Math.max(0, from - value) + Math.max(0, value - to);
}
