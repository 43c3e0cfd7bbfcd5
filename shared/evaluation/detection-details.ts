import type { AnnotationColumns } from './annotation-columns.ts';
import { bootstrapInterval, pairedPermutationTest, type Interval } from './bootstrap.ts';
import { calibrate, type Calibration } from './calibration.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import type { CocoParameters } from './coco-parameters.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { pairDetections, type DetectionPairs } from './detection-pairs.ts';
import {
  bestF1Threshold,
  scoreDetections,
  type BestThreshold,
  type DetectionScore,
} from './detection-scores.ts';
import { errorBreakdown, type ErrorBreakdown } from './error-breakdown.ts';
import { chooseIouRow } from './evaluate-coco.ts';
import type { Id } from './id-table.ts';
import { orderByScore } from './order-rows.ts';
import { weightedAveragePrecision } from './weighted-ap.ts';

export interface ImageScore {
  id: Id;
  fileName: string;
  right: number;
  wrong: number;
  missed: number;
  f1: number;
}

/** Everything beyond COCO's numbers, at one IoU threshold. */
export interface DetectionDetails {
  iouThreshold: number;
  /** Lowest score that counts as a detection in `overall`, `perClass`, `confusion` and `worstImages`. */
  scoreThreshold: number;
  bestF1: BestThreshold;
  overall: DetectionScore;
  perClass: (DetectionScore & { id: Id; name: string; bestF1: BestThreshold })[];
  /** `counts[truth][predicted]`; the last row and column are the background. */
  confusion: { labels: string[]; counts: number[][] };
  errors: Omit<ErrorBreakdown, 'kind'>;
  calibration: Calibration;
  /** Images with the lowest F1, worst first. */
  worstImages: ImageScore[];
  /** 95 % bootstrap intervals over images. */
  intervals?: { ap: Interval; precision: Interval; recall: Interval; f1: Interval };
}

export interface DetailOptions {
  iouThreshold?: number;
  /** The threshold of the best F1 when missing. */
  scoreThreshold?: number;
  worst?: number;
  /** Rounds of the bootstrap; none when 0. */
  bootstrapRounds?: number;
}

/** Matches once at the threshold and derives every count from that. */
export function detectionDetails(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  parameters: CocoParameters,
  options: DetailOptions = {},
): DetectionDetails {
  const { annotations: truths, images, categories } = groundTruth;
  const iouThreshold = options.iouThreshold ?? 0.5;
  const iouRow = chooseIouRow(truths, detections, parameters, 0);
  const pairs = pairDetections(detections, truths, images.length, iouRow, iouThreshold);
  let truthCount = 0;
  const perCategory = new Int32Array(categories.length);
  for (let row = 0; row < truths.count; row++) {
    if (truths.isIgnored[row] === 1) continue;
    truthCount++;
    perCategory[truths.category[row]]++;
  }
  const bestF1 = bestF1Threshold(pairs, detections, truthCount);
  const scoreThreshold = options.scoreThreshold ?? bestF1.threshold;
  const confusion = confusionMatrix(pairs, detections, truths, categories.length, iouRow, scoreThreshold);
  const { kind: _, ...errors } = errorBreakdown(pairs, detections, truths, categories.length);
  const kept = [...pairs.order].filter((row) => pairs.isIgnored[row] === 0);
  const perImage = imageScores(groundTruth, detections, pairs, scoreThreshold);
  return {
    iouThreshold,
    scoreThreshold,
    bestF1,
    overall: scoreDetections(pairs, detections, truths, images.length, scoreThreshold),
    perClass: categories.map((category, index) => ({
      id: category.id,
      name: category.name,
      ...scoreDetections(pairs, detections, truths, images.length, scoreThreshold, index),
      bestF1: bestF1Threshold(pairs, detections, perCategory[index], index),
    })),
    confusion: {
      labels: [...categories.map((category) => category.name), 'background'],
      counts: Array.from({ length: confusion.size }, (_, row) => [
        ...confusion.counts.subarray(row * confusion.size, (row + 1) * confusion.size),
      ]),
    },
    errors,
    calibration: calibrate(
      kept.map((row) => detections.score[row]),
      kept.map((row) => pairs.matchedTruth[row] >= 0),
    ),
    worstImages: perImage
      .filter((image) => image.right + image.wrong + image.missed > 0)
      .sort((a, b) => a.f1 - b.f1 || b.wrong + b.missed - (a.wrong + a.missed))
      .slice(0, options.worst ?? 50),
    intervals:
      (options.bootstrapRounds ?? 0) > 0
        ? intervalsOf(groundTruth, detections, pairs, perImage, options.bootstrapRounds!)
        : undefined,
  };
}

/** Per image, in image order. */
export function imageScores(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  pairs: DetectionPairs,
  scoreThreshold: number,
): ImageScore[] {
  const { images, annotations: truths } = groundTruth;
  return images.map(({ id, fileName }, image) => {
    let right = 0;
    let wrong = 0;
    let truthCount = 0;
    for (let i = pairs.imageStart[image]; i < pairs.imageStart[image + 1]; i++) {
      const row = pairs.order[i];
      if (detections.score[row] < scoreThreshold || pairs.isIgnored[row] === 1) continue;
      if (pairs.matchedTruth[row] >= 0) right++;
      else wrong++;
    }
    for (let i = pairs.truthStart[image]; i < pairs.truthStart[image + 1]; i++) {
      if (truths.isIgnored[pairs.truthOrder[i]] === 0) truthCount++;
    }
    const all = right + wrong + truthCount;
    return { id, fileName, right, wrong, missed: truthCount - right, f1: all === 0 ? 1 : (2 * right) / all };
  });
}

/** Is the mean F1 of an image different? Both models are cut at their own best threshold. */
export function compareImages(
  groundTruth: CocoGroundTruth,
  first: AnnotationColumns,
  second: AnnotationColumns,
  parameters: CocoParameters,
): { difference: number; pValue: number } {
  const [a, b] = [first, second].map((detections) => {
    const { annotations: truths, images } = groundTruth;
    const iouRow = chooseIouRow(truths, detections, parameters, 0);
    const pairs = pairDetections(detections, truths, images.length, iouRow, 0.5);
    const counted = truths.isIgnored.subarray(0, truths.count).reduce((n, ignored) => n + 1 - ignored, 0);
    const { threshold } = bestF1Threshold(pairs, detections, counted);
    return imageScores(groundTruth, detections, pairs, threshold).map((image) => image.f1);
  });
  return pairedPermutationTest(a, b);
}

function intervalsOf(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  pairs: DetectionPairs,
  perImage: readonly ImageScore[],
  rounds: number,
): DetectionDetails['intervals'] {
  const { annotations: truths, images, categories } = groundTruth;
  const order = orderByScore(
    Int32Array.from({ length: detections.count }, (_, i) => i),
    detections.score,
  );
  const rate = (measure: (right: number, wrong: number, missed: number) => number): Interval =>
    bootstrapInterval(
      images.length,
      (drawn) => {
        let [right, wrong, missed] = [0, 0, 0];
        for (const image of drawn) {
          right += perImage[image].right;
          wrong += perImage[image].wrong;
          missed += perImage[image].missed;
        }
        return measure(right, wrong, missed) || 0;
      },
      { rounds },
    );
  const weight = new Int32Array(images.length);
  return {
    ap: bootstrapInterval(
      images.length,
      (drawn) => {
        weight.fill(0);
        for (const image of drawn) weight[image]++;
        return weightedAveragePrecision(pairs, detections, truths, order, weight, categories.length);
      },
      { rounds },
    ),
    precision: rate((right, wrong) => right / (right + wrong)),
    recall: rate((right, _, missed) => right / (right + missed)),
    f1: rate((right, wrong, missed) => (2 * right) / (2 * right + wrong + missed)),
  };
}
