import { boxIou } from '../geometry/box-iou.ts';
import type { Detection } from './detection.ts';

/** Greedy non-maximum suppression per class: the best rated first, and none that overlaps a better one too much. */
export function suppressRepeats(detections: readonly Detection[], maximumOverlap: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score - a.score)) {
    const isRepeat = kept.some(
      ({ box, classIndex }) =>
        classIndex === candidate.classIndex && boxIou(box, candidate.box) > maximumOverlap,
    );
    if (!isRepeat) kept.push(candidate);
  }
  return kept;
}
