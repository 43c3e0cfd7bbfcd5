import type { LabelObject } from '../../labels/label-object.ts';
import { shapeIou } from '../../labels/shape-iou.ts';
import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import { labelMetrics } from './label-metrics.ts';

/**
 * What one image's labels show by themselves: touching the border (cut off objects, or boxes drawn too far), tiny, and
 * drawn twice (same class, IoU above the threshold; the later one is reported).
 */
export function labelIssues(
  objects: readonly LabelObject[],
  size: { width: number; height: number },
  limits: CurationThresholds,
): CurationIssue[] {
  const issues: CurationIssue[] = [];
  const pixels = size.width * size.height;
  for (const [index, { objectId, relativeArea, borderDistance }] of labelMetrics(objects, size).entries()) {
    const { type } = objects[index].shape;
    if (borderDistance < limits.borderPixels)
      issues.push({
        kind: 'label-touches-border',
        score: borderDistance,
        threshold: limits.borderPixels,
        reason: `It is ${borderDistance.toFixed(1)} px from the image's border: the object may go on outside.`,
        objectId,
      });
    const smallest = Math.max(limits.tinyPixels, limits.tinyArea * pixels);
    if (type !== 'polyline' && type !== 'keypoints' && relativeArea * pixels < smallest)
      issues.push({
        kind: 'tiny-label',
        score: relativeArea * pixels,
        threshold: smallest,
        reason: `It covers ${(relativeArea * pixels).toFixed(0)} px, less than ${smallest.toFixed(0)}.`,
        objectId,
      });
  }
  for (let later = 1; later < objects.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      if (objects[earlier].classId !== objects[later].classId) continue;
      const iou = shapeIou(objects[earlier].shape, objects[later].shape);
      if (!(iou > limits.duplicateIou)) continue;
      issues.push({
        kind: 'duplicate-label',
        score: iou,
        threshold: limits.duplicateIou,
        reason: `It overlaps ${objects[earlier].id} of the same class with IoU ${iou.toFixed(2)}.`,
        objectId: objects[later].id,
      });
      break;
    }
  return issues;
}
