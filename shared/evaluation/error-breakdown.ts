import type { AnnotationColumns } from './annotation-columns.ts';
import type { DetectionPairs } from './detection-pairs.ts';
import { orderByScore } from './order-rows.ts';

/** Why a detection is wrong, in TIDE's words. */
export const ERROR_KINDS = ['class', 'localisation', 'both', 'duplicate', 'background', 'missed'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface ErrorBreakdown {
  /** Per detection: index into `ERROR_KINDS`, or -1 when it is right or ignored. */
  kind: Int8Array;
  counts: Record<ErrorKind, number>;
  /** AP at the threshold, and how much of it would be won if errors of a kind were put right (in 0–1). */
  ap: number;
  gain: Record<ErrorKind, number>;
}

/** Overlaps below this are background. */
const BACKGROUND = 0.1;

/**
 * TIDE (Bolya et al., ECCV 2020): each wrong detection has one reason, tested in the order localisation (its
 * class, IoU between 0.1 and the threshold), class (another class, IoU at or above it), duplicate (its object is
 * taken), background (nothing above 0.1), both. An object is missed when it is neither found nor aimed at by a
 * class or localisation error. The gain of a kind is AP with those errors mended less AP: class and localisation
 * errors become right when their object is still free and vanish otherwise, the other wrong ones vanish, missed
 * objects are no longer asked for.
 */
export function errorBreakdown(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  classes: number,
): ErrorBreakdown {
  const kind = new Int8Array(detections.count).fill(-1);
  const counts = Object.fromEntries(ERROR_KINDS.map((name) => [name, 0])) as Record<ErrorKind, number>;
  const isAimedAt = new Uint8Array(truths.count);
  for (let row = 0; row < detections.count; row++) {
    if (pairs.matchedTruth[row] >= 0 || pairs.isIgnored[row] === 1) continue;
    const name = kindOf(pairs, row);
    kind[row] = ERROR_KINDS.indexOf(name);
    counts[name]++;
    if (name === 'class') isAimedAt[pairs.otherTruth[row]] = 1;
    if (name === 'localisation') isAimedAt[pairs.sameTruth[row]] = 1;
  }
  const asked = new Int32Array(classes);
  const missed = new Int32Array(classes);
  for (let row = 0; row < truths.count; row++) {
    if (truths.isIgnored[row] === 1) continue;
    asked[truths.category[row]]++;
    if (pairs.matchedDetection[row] >= 0 || isAimedAt[row] === 1) continue;
    missed[truths.category[row]]++;
    counts.missed++;
  }
  const order = orderByScore(
    Int32Array.from({ length: detections.count }, (_, i) => i),
    detections.score,
  );
  const apWith = (mended: ErrorKind | undefined): number =>
    meanPrecision(order, pairs, detections, truths, kind, mended, asked, missed);
  const ap = apWith(undefined);
  const gain = Object.fromEntries(ERROR_KINDS.map((name) => [name, apWith(name) - ap])) as Record<
    ErrorKind,
    number
  >;
  return { kind, counts, ap, gain };
}

function kindOf(pairs: DetectionPairs, row: number): ErrorKind {
  const same = pairs.sameIou[row];
  if (same >= BACKGROUND && same < pairs.threshold) return 'localisation';
  if (pairs.otherIou[row] >= pairs.threshold) return 'class';
  if (same >= pairs.threshold) return 'duplicate';
  return Math.max(same, pairs.otherIou[row]) < BACKGROUND ? 'background' : 'both';
}

function meanPrecision(
  order: Int32Array,
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  kind: Int8Array,
  mended: ErrorKind | undefined,
  asked: Int32Array,
  missed: Int32Array,
): number {
  const index = mended === undefined ? -2 : ERROR_KINDS.indexOf(mended);
  const isFree = Uint8Array.from(pairs.matchedDetection, (row) => (row < 0 ? 1 : 0));
  const verdicts: boolean[][] = Array.from(asked, () => []);
  for (const row of order) {
    if (pairs.isIgnored[row] === 1) continue;
    const isMended = kind[row] === index;
    if (!isMended) {
      verdicts[detections.category[row]].push(pairs.matchedTruth[row] >= 0);
      continue;
    }
    if (mended !== 'class' && mended !== 'localisation') continue;
    const truth = mended === 'class' ? pairs.otherTruth[row] : pairs.sameTruth[row];
    if (isFree[truth] === 0) continue;
    isFree[truth] = 0;
    verdicts[truths.category[truth]].push(true);
  }
  let sum = 0;
  let present = 0;
  for (let k = 0; k < asked.length; k++) {
    const wanted = asked[k] - (mended === 'missed' ? missed[k] : 0);
    if (asked[k] === 0 || wanted === 0) continue;
    sum += averagePrecision101(verdicts[k], wanted);
    present++;
  }
  return present === 0 ? 0 : sum / present;
}

/** Mean of the precision envelope at the recalls 0, 0.01 … 1, for verdicts by score descending. */
export function averagePrecision101(verdicts: readonly boolean[], wanted: number): number {
  const precision: number[] = [];
  let right = 0;
  verdicts.forEach((isRight, i) => {
    if (isRight) precision.push(++right / (i + 1));
  });
  for (let i = precision.length - 1; i > 0; i--) precision[i - 1] = Math.max(precision[i - 1], precision[i]);
  let sum = 0;
  for (let r = 0; r <= 100; r++) {
    const need = Math.max(1, Math.ceil((r * wanted) / 100));
    if (need <= right) sum += precision[need - 1];
  }
  return sum / 101;
}
