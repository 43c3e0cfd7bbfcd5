import type { Table } from '../tables/column.ts';
import type { TableReader } from '../tables/read-table.ts';
import type { MatchedImage, MatchedPrediction, MatchedTruth } from './match-image.ts';

/** An image of an evaluation, in the order in which predictions and truths name it. */
export interface EvaluatedImage {
  assetId: string;
  taskId: string;
  key: string;
  split: string;
  width: number;
  height: number;
  brightness: number;
  contrast: number;
  sharpness: number;
}

/** Rows of one or more shards: `image`, `truth` and `otherTruth` count from the first of these. */
export interface MatchRows {
  images: EvaluatedImage[];
  predictions: (MatchedPrediction & { image: number })[];
  truths: (MatchedTruth & { image: number })[];
}

const IMAGE_NUMBERS = ['width', 'height', 'brightness', 'contrast', 'sharpness'] as const;
const IMAGE_TEXTS = ['assetId', 'taskId', 'key', 'split'] as const;

/** Adds one image behind the others. */
export function addMatches(rows: MatchRows, image: EvaluatedImage, matched: MatchedImage): void {
  const index = rows.images.length;
  const first = rows.truths.length;
  const shifted = (row: number) => (row < 0 ? -1 : row + first);
  rows.images.push(image);
  for (const one of matched.truths) rows.truths.push({ ...one, image: index });
  for (const one of matched.predictions) {
    const [truth, otherTruth] = [shifted(one.truth), shifted(one.otherTruth)];
    rows.predictions.push({ ...one, image: index, truth, otherTruth });
  }
}

/** The three tables that are stored; columns of masks and of crowds only when there are any. */
export function matchTables(
  rows: MatchRows,
  withMasks: boolean,
): Record<'images' | 'predictions' | 'truths', Table> {
  const { images, predictions, truths } = rows;
  const boxes = (of: readonly { box: readonly number[] }[]): Table =>
    Object.fromEntries(
      ['x', 'y', 'width', 'height'].map((name, i) => [
        name,
        { kind: 'number' as const, values: of.map(({ box }) => box[i]) },
      ]),
    );
  const hasCrowds = truths.some(({ isCrowd }) => isCrowd);
  const masks = (of: readonly { rle: string }[]): Table =>
    withMasks ? { rle: { kind: 'text', values: of.map(({ rle }) => rle) } } : {};
  return {
    images: {
      ...Object.fromEntries(
        IMAGE_TEXTS.map((name) => [name, { kind: 'text' as const, values: images.map((one) => one[name]) }]),
      ),
      ...Object.fromEntries(
        IMAGE_NUMBERS.map((name) => [
          name,
          { kind: 'number' as const, values: images.map((one) => one[name]) },
        ]),
      ),
    },
    predictions: {
      image: { kind: 'integer', values: predictions.map(({ image }) => image) },
      class_index: { kind: 'integer', values: predictions.map(({ classIndex }) => classIndex) },
      score: { kind: 'number', values: predictions.map(({ score }) => score) },
      iou: { kind: 'number', values: predictions.map(({ iou }) => iou) },
      match_duplicate_iou: { kind: 'number', values: predictions.map(({ duplicateIou }) => duplicateIou) },
      truth: { kind: 'integer', values: predictions.map(({ truth }) => truth) },
      other_iou: { kind: 'number', values: predictions.map(({ otherIou }) => otherIou) },
      other_truth: { kind: 'integer', values: predictions.map(({ otherTruth }) => otherTruth) },
      area: { kind: 'number', values: predictions.map(({ area }) => area) },
      ...boxes(predictions),
      object_id: { kind: 'text', values: predictions.map(({ objectId }) => objectId) },
      ...(hasCrowds
        ? { crowd_iou: { kind: 'number' as const, values: predictions.map(({ crowdIou }) => crowdIou) } }
        : {}),
      ...masks(predictions),
    },
    truths: {
      image: { kind: 'integer', values: truths.map(({ image }) => image) },
      class_index: { kind: 'integer', values: truths.map(({ classIndex }) => classIndex) },
      iou_threshold: { kind: 'number', values: truths.map(({ iouThreshold }) => iouThreshold) },
      area: { kind: 'number', values: truths.map(({ area }) => area) },
      ...boxes(truths),
      object_id: { kind: 'text', values: truths.map(({ objectId }) => objectId) },
      ...(hasCrowds
        ? { is_crowd: { kind: 'integer' as const, values: truths.map(({ isCrowd }) => (isCrowd ? 1 : 0)) } }
        : {}),
      ...masks(truths),
    },
  };
}

/** Appends the stored rows of one shard to those of the shards before. */
export function appendTables(
  rows: MatchRows,
  tables: Record<'images' | 'predictions' | 'truths', TableReader>,
): void {
  const firstImage = rows.images.length;
  const firstTruth = rows.truths.length;
  const { images, predictions, truths } = tables;
  const imageTexts = IMAGE_TEXTS.map((name) => images.texts(name));
  const imageNumbers = IMAGE_NUMBERS.map((name) => images.numbers(name));
  for (let row = 0; row < images.rows; row++) {
    rows.images.push({
      ...Object.fromEntries(IMAGE_TEXTS.map((name, i) => [name, imageTexts[i][row]])),
      ...Object.fromEntries(IMAGE_NUMBERS.map((name, i) => [name, imageNumbers[i][row]])),
    } as unknown as EvaluatedImage);
  }
  const truthRows = commonRows(truths);
  const thresholds = truths.numbers('iou_threshold');
  const crowds = truths.integers('is_crowd');
  for (let row = 0; row < truths.rows; row++) {
    const common = truthRows(row);
    const image = common.image + firstImage;
    rows.truths.push({ ...common, image, iouThreshold: thresholds[row], isCrowd: crowds[row] === 1 });
  }
  const predictionRows = commonRows(predictions);
  const [score, iou, duplicateIou, otherIou, crowdIou] = [
    'score',
    'iou',
    'match_duplicate_iou',
    'other_iou',
    'crowd_iou',
  ].map((name) => predictions.numbers(name));
  const [truth, otherTruth] = ['truth', 'other_truth'].map((name) => predictions.integers(name));
  const shifted = (value: number) => (value < 0 ? -1 : value + firstTruth);
  for (let row = 0; row < predictions.rows; row++) {
    const common = predictionRows(row);
    rows.predictions.push({
      ...common,
      image: common.image + firstImage,
      score: score[row],
      iou: iou[row],
      duplicateIou: duplicateIou[row],
      otherIou: otherIou[row],
      crowdIou: crowdIou[row],
      truth: shifted(truth[row]),
      otherTruth: shifted(otherTruth[row]),
    });
  }
}

function commonRows(table: TableReader) {
  const image = table.integers('image');
  const classIndex = table.integers('class_index');
  const area = table.numbers('area');
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => table.numbers(name));
  const objectId = table.texts('object_id');
  const rle = table.has('rle') ? table.texts('rle') : undefined;
  return (row: number) => ({
    image: image[row],
    classIndex: classIndex[row],
    area: area[row],
    box: [x[row], y[row], width[row], height[row]] as [number, number, number, number],
    objectId: objectId[row],
    rle: rle?.[row] ?? '',
  });
}
