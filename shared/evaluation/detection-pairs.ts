import type { AnnotationColumns } from './annotation-columns.ts';
import type { IouRow } from './box-iou-row.ts';
import { orderByKey, orderByScore } from './order-rows.ts';

/** One matching at one IoU threshold, with what is needed to explain each miss. */
export interface DetectionPairs {
  threshold: number;
  /** Rows of detections by image, then score descending, and where each image begins. */
  order: Int32Array;
  imageStart: Int32Array;
  truthOrder: Int32Array;
  truthStart: Int32Array;
  /** Per detection: the ground truth of its class that it took, or -1. */
  matchedTruth: Int32Array;
  /** Per detection: IoU with that ground truth, 0 without one. */
  matchedIou: Float64Array;
  /** Per detection: 1 when it took a crowd or another row that does not count. */
  isIgnored: Uint8Array;
  /** Per ground truth: the detection that took it, or -1. */
  matchedDetection: Int32Array;
  /** Per detection: the best counted ground truth of its class and of the others, with IoU 0 and row -1 for none. */
  sameIou: Float64Array;
  sameTruth: Int32Array;
  otherIou: Float64Array;
  otherTruth: Int32Array;
  /** Per detection: the best IoU with a ground truth of its class that does not count, 0 for none. */
  ignoredIou: Float64Array;
}

/**
 * Matches by COCO's rule at one threshold, without limits or areas, and remembers the best neighbours. Later
 * ground truths win among equals. `iouRow` must not leave out small values.
 */
export function pairDetections(
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  images: number,
  iouRow: IouRow,
  threshold: number,
): DetectionPairs {
  const allDetections = Int32Array.from({ length: detections.count }, (_, i) => i);
  const allTruths = Int32Array.from({ length: truths.count }, (_, i) => i);
  const byImage = orderByKey(allDetections, detections.image, images);
  const order = orderByKey(orderByScore(byImage, detections.score), detections.image, images);
  const truthOrder = orderByKey(allTruths, truths.image, images);
  const pairs: DetectionPairs = {
    threshold,
    order,
    imageStart: starts(order, detections.image, images),
    truthOrder,
    truthStart: starts(truthOrder, truths.image, images),
    matchedTruth: new Int32Array(detections.count).fill(-1),
    matchedIou: new Float64Array(detections.count),
    isIgnored: new Uint8Array(detections.count),
    matchedDetection: new Int32Array(truths.count).fill(-1),
    sameIou: new Float64Array(detections.count),
    sameTruth: new Int32Array(detections.count).fill(-1),
    otherIou: new Float64Array(detections.count),
    otherTruth: new Int32Array(detections.count).fill(-1),
    ignoredIou: new Float64Array(detections.count),
  };
  const ious = new Float64Array(truths.count);
  for (let image = 0; image < images; image++) {
    const from = pairs.truthStart[image];
    const to = pairs.truthStart[image + 1];
    for (let i = pairs.imageStart[image]; i < pairs.imageStart[image + 1]; i++) {
      const row = order[i];
      iouRow(row, truthOrder, from, to, ious);
      pairOne(pairs, detections, truths, row, from, to, ious);
    }
  }
  return pairs;
}

function pairOne(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  row: number,
  from: number,
  to: number,
  ious: Float64Array,
): void {
  let best = Math.min(pairs.threshold, 1 - 1e-10);
  let bestIgnored = best;
  let match = -1;
  let ignoredMatch = -1;
  for (let i = from; i < to; i++) {
    const truth = pairs.truthOrder[i];
    const iou = ious[i - from];
    const isSame = truths.category[truth] === detections.category[row];
    if (truths.isIgnored[truth] === 1) {
      if (isSame) pairs.ignoredIou[row] = Math.max(pairs.ignoredIou[row], iou);
      const isFree = truths.isCrowd[truth] === 1 || pairs.matchedDetection[truth] < 0;
      if (isSame && isFree && iou >= bestIgnored) {
        bestIgnored = iou;
        ignoredMatch = truth;
      }
      continue;
    }
    if (!isSame) {
      if (iou > 0 && iou >= pairs.otherIou[row]) {
        pairs.otherIou[row] = iou;
        pairs.otherTruth[row] = truth;
      }
      continue;
    }
    if (iou > 0 && iou >= pairs.sameIou[row]) {
      pairs.sameIou[row] = iou;
      pairs.sameTruth[row] = truth;
    }
    if (pairs.matchedDetection[truth] < 0 && iou >= best) {
      best = iou;
      match = truth;
    }
  }
  if (match >= 0) {
    pairs.matchedTruth[row] = match;
    pairs.matchedIou[row] = best;
    pairs.matchedDetection[match] = row;
  } else if (ignoredMatch >= 0) {
    pairs.isIgnored[row] = 1;
    pairs.matchedDetection[ignoredMatch] = row;
  }
}

function starts(order: Int32Array, key: Int32Array, buckets: number): Int32Array {
  const start = new Int32Array(buckets + 1);
  for (const row of order) start[key[row] + 1]++;
  for (let b = 0; b < buckets; b++) start[b + 1] += start[b];
  return start;
}
