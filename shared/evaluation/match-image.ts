import type { LabelObject } from '../labels/label-object.ts';
import { anyThresholdColumns } from './any-threshold-columns.ts';
import { cocoParameters } from './coco-parameters.ts';
import { pairDetections } from './detection-pairs.ts';
import { chooseIouRow } from './evaluate-coco.ts';
import { objectColumns } from './object-columns.ts';

/** A prediction with everything that says at any threshold whether it is right. `truth` and `otherTruth` are rows of the same image, or -1. */
export interface MatchedPrediction {
  objectId: string;
  classIndex: number;
  score: number;
  area: number;
  box: [x: number, y: number, width: number, height: number];
  /** With the object of its class that it overlaps most. */
  iou: number;
  truth: number;
  /** Highest IoU of a more confident prediction of the same object, -1 without one. */
  duplicateIou: number;
  /** With the object of another class that it overlaps most. */
  otherIou: number;
  otherTruth: number;
  /** Share of it that lies in the crowd of its class that holds most of it. */
  crowdIou: number;
  rle: string;
}

export interface MatchedTruth {
  objectId: string;
  classIndex: number;
  area: number;
  box: [x: number, y: number, width: number, height: number];
  /** Missed at t when this is below t, -1 when no prediction of its class touches it. */
  iouThreshold: number;
  isCrowd: boolean;
  rle: string;
}

export interface MatchedImage {
  predictions: MatchedPrediction[];
  truths: MatchedTruth[];
}

/** Matches the predictions of one image with its labels once, for every IoU threshold there is. */
export function matchImage(
  image: { width: number; height: number },
  labels: { truths: readonly LabelObject[]; predictions: readonly LabelObject[] },
  classOf: ReadonlyMap<string, number>,
  iouType: 'bbox' | 'segm',
  isCrowd?: (object: LabelObject) => boolean,
): MatchedImage {
  const truths = objectColumns(labels.truths, classOf, iouType, image, isCrowd);
  const predictions = objectColumns(labels.predictions, classOf, iouType, image);
  const iouRow = chooseIouRow(truths.columns, predictions.columns, cocoParameters(iouType), 0);
  const pairs = pairDetections(predictions.columns, truths.columns, 1, iouRow, 0.5);
  const any = anyThresholdColumns(pairs, truths.columns);
  const boxOf = (box: Float64Array, row: number) =>
    [...box.subarray(4 * row, 4 * row + 4)] as [number, number, number, number];
  return {
    predictions: predictions.objects.map((object, row) => ({
      objectId: object.id,
      classIndex: predictions.columns.category[row],
      score: predictions.columns.score[row],
      area: predictions.columns.area[row],
      box: boxOf(predictions.columns.box, row),
      iou: any.iou[row],
      truth: any.truth[row],
      duplicateIou: any.matchDuplicateIou[row],
      otherIou: pairs.otherIou[row],
      otherTruth: pairs.otherTruth[row],
      crowdIou: pairs.ignoredIou[row],
      rle: predictions.rle[row] ?? '',
    })),
    truths: truths.objects.map((object, row) => ({
      objectId: object.id,
      classIndex: truths.columns.category[row],
      area: truths.columns.area[row],
      box: boxOf(truths.columns.box, row),
      iouThreshold: any.truthIouThreshold[row],
      isCrowd: truths.columns.isCrowd[row] === 1,
      rle: truths.rle[row] ?? '',
    })),
  };
}
