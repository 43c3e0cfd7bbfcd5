import { accumulateMatches } from './accumulate-matches.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import { boxIouRow, type IouRow } from './box-iou-row.ts';
import { allocateArrays, type CocoArrays } from './coco-arrays.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import { COCO_SIGMAS, type CocoParameters } from './coco-parameters.ts';
import { evaluatePlain, isPlain, isWhole } from './evaluate-plain.ts';
import { orderRows } from './evaluation-rows.ts';
import { federatedJudgement } from './federated-judgement.ts';
import { keypointIouRow } from './keypoint-iou-row.ts';
import { maskIouRow } from './mask-iou-row.ts';
import { matchDetections, THRESHOLDS_AT_ONCE } from './match-detections.ts';

/**
 * Evaluates detections as pycocotools 2.0.11 does, to the last bit of its three arrays. Memory is proportional to
 * rows + classes × areas × limits × thresholds × recalls; `classFrom … classTo` evaluates some classes only (the
 * others stay -1), which is how work is split between threads.
 */
export function evaluateCoco(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  parameters: CocoParameters,
  classRange?: { from: number; to: number },
): CocoArrays {
  const isInKernel = isPlain(parameters, detections, groundTruth.annotations);
  const rows = isInKernel && isWhole(parameters) ? undefined : orderRows(groundTruth, detections, parameters);
  const classes = rows?.classes ?? groundTruth.categories.length;
  const { from, to } = classRange ?? { from: 0, to: classes };
  const { iouThresholds, recallThresholds, areas, maxDets } = parameters;
  const arrays = allocateArrays(
    iouThresholds.length,
    recallThresholds.length,
    classes,
    areas.length,
    maxDets.length,
  );
  if (rows === undefined || isInKernel) {
    evaluatePlain(rows, groundTruth, detections, parameters, arrays, from, to);
    return arrays;
  }
  const judgement = parameters.isFederated ? federatedJudgement(groundTruth) : undefined;
  for (let first = 0; first < iouThresholds.length; first += THRESHOLDS_AT_ONCE) {
    const thresholds = iouThresholds.slice(first, first + THRESHOLDS_AT_ONCE);
    const iouRow = chooseIouRow(groundTruth.annotations, detections, parameters, Math.min(...thresholds));
    const matches = matchDetections(
      rows,
      detections,
      groundTruth.annotations,
      iouRow,
      {
        thresholds,
        areas,
        maxDetections: maxDets.at(-1) ?? 0,
        hasGroups: parameters.hasGroups ?? false,
        judgement,
      },
      from,
      to,
    );
    accumulateMatches(
      rows,
      detections,
      matches,
      { recallThresholds, maxDets, thresholds: thresholds.length, firstThreshold: first },
      arrays,
      from,
      to,
    );
  }
  return arrays;
}

/** The comparison of one detection with ground truths that the parameters ask for. */
export function chooseIouRow(
  truths: AnnotationColumns,
  detections: AnnotationColumns,
  { iouType, hasGroups = false, sigmas = [...COCO_SIGMAS] }: CocoParameters,
  smallest: number,
): IouRow {
  if (iouType === 'keypoints') return keypointIouRow(detections, truths, sigmas);
  if (iouType === 'segm') return maskIouRow(detections, truths, hasGroups, smallest);
  return boxIouRow(detections, truths, hasGroups);
}
