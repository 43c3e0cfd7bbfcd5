import type { AnnotationColumns } from './annotation-columns.ts';
import type { DetectionPairs } from './detection-pairs.ts';
import { orderByScore } from './order-rows.ts';

/** Counts and rates at one score threshold. Rates without a denominator are 0. */
export interface DetectionScore {
  right: number;
  wrong: number;
  missed: number;
  precision: number;
  recall: number;
  f1: number;
  /** Share of ground truths that were missed. */
  missRate: number;
  /** Mean IoU of the right ones. */
  averageIou: number;
  /** Wrong detections for each image. */
  wrongPerImage: number;
}

export interface BestThreshold {
  /** Detections with at least this score are kept; 0 without any. */
  threshold: number;
  f1: number;
}

/** Counts at one score threshold, over all classes or one. */
export function scoreDetections(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  images: number,
  minimumScore: number,
  category?: number,
): DetectionScore {
  let right = 0;
  let wrong = 0;
  let iouSum = 0;
  let truthCount = 0;
  for (let row = 0; row < detections.count; row++) {
    if (category !== undefined && detections.category[row] !== category) continue;
    if (detections.score[row] < minimumScore || pairs.isIgnored[row] === 1) continue;
    if (pairs.matchedTruth[row] < 0) wrong++;
    else {
      right++;
      iouSum += pairs.matchedIou[row];
    }
  }
  for (let row = 0; row < truths.count; row++) {
    if (truths.isIgnored[row] === 0 && (category === undefined || truths.category[row] === category))
      truthCount++;
  }
  return {
    ...ratesOf(right, wrong, truthCount - right),
    averageIou: ratio(iouSum, right),
    wrongPerImage: ratio(wrong, images),
  };
}

/**
 * The score threshold with the highest F1, found by one walk down the scores; of equal ones the highest threshold.
 * Greedy matching goes by score, so leaving out weaker detections never changes a stronger one's match.
 */
export function bestF1Threshold(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truthCount: number,
  category?: number,
): BestThreshold {
  const rows: number[] = [];
  for (let row = 0; row < detections.count; row++) {
    if (pairs.isIgnored[row] === 0 && (category === undefined || detections.category[row] === category))
      rows.push(row);
  }
  const order = orderByScore(Int32Array.from(rows), detections.score);
  const best: BestThreshold = { threshold: 0, f1: 0 };
  let right = 0;
  for (let i = 0; i < order.length; i++) {
    if (pairs.matchedTruth[order[i]] >= 0) right++;
    const score = detections.score[order[i]];
    if (i + 1 < order.length && detections.score[order[i + 1]] === score) continue;
    const f1 = ratio(2 * right, i + 1 + truthCount);
    if (f1 > best.f1) Object.assign(best, { threshold: score, f1 });
  }
  return best;
}

function ratesOf(
  right: number,
  wrong: number,
  missed: number,
): Omit<DetectionScore, 'averageIou' | 'wrongPerImage'> {
  return {
    right,
    wrong,
    missed,
    precision: ratio(right, right + wrong),
    recall: ratio(right, right + missed),
    f1: ratio(2 * right, 2 * right + wrong + missed),
    missRate: ratio(missed, right + missed),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
