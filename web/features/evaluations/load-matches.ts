import { leaveOutCrowds } from '../../../shared/evaluation/leave-out-crowds.ts';
import type { MatchColumns, TruthColumns } from '../../../shared/evaluation/match-columns.ts';
import { readTable } from '../../../shared/tables/read-table.ts';
import type { EvaluationDetail } from '../../api/evaluation.ts';

/** `[x, y, width, height]` by column. */
export type Boxes = Record<'x' | 'y' | 'width' | 'height', Float64Array>;

export interface ImageColumns {
  assetId: string[];
  taskId: string[];
  key: string[];
  split: string[];
  numbers: Record<(typeof IMAGE_NUMBERS)[number], Float64Array>;
}

/** All matches of one evaluation, in columns. */
export interface Matches {
  images: ImageColumns;
  predictions: MatchColumns & Boxes;
  truths: TruthColumns & Boxes & { area: Float64Array };
  /** How many crowds the labels hold, and how many predictions count for nothing as they lie in them. */
  crowds: number;
  ignored: number;
}

const BOX = ['x', 'y', 'width', 'height'] as const;
export const IMAGE_NUMBERS = ['width', 'height', 'brightness', 'contrast', 'sharpness'] as const;
const MATCH = [
  'image',
  'class_index',
  'score',
  'iou',
  'match_duplicate_iou',
  'truth',
  'other_iou',
  'other_truth',
];

/** Reads the three tables; only the columns that the explorer works with. */
export async function loadMatches(tables: EvaluationDetail['tables'], signal: AbortSignal): Promise<Matches> {
  const read = async (url: string, columns?: string[]) => {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`The matches could not be loaded (${response.status}).`);
    return readTable(new Uint8Array(await response.arrayBuffer()), columns);
  };
  const [images, predictions, truths] = await Promise.all([
    read(tables.images),
    read(tables.predictions, [...MATCH, 'crowd_iou', ...BOX]),
    read(tables.truths, ['image', 'class_index', 'area', 'is_crowd', ...BOX]),
  ]);
  const boxesOf = (table: typeof images): Boxes => ({
    x: table.numbers('x'),
    y: table.numbers('y'),
    width: table.numbers('width'),
    height: table.numbers('height'),
  });
  return {
    images: {
      assetId: images.texts('assetId'),
      taskId: images.texts('taskId'),
      key: images.texts('key'),
      split: images.texts('split'),
      numbers: {
        width: images.numbers('width'),
        height: images.numbers('height'),
        brightness: images.numbers('brightness'),
        contrast: images.numbers('contrast'),
        sharpness: images.numbers('sharpness'),
      },
    },
    ...leaveOutCrowds(
      {
        image: predictions.integers('image'),
        classIndex: predictions.integers('class_index'),
        score: predictions.numbers('score'),
        iou: predictions.numbers('iou'),
        duplicateIou: predictions.numbers('match_duplicate_iou'),
        truth: predictions.integers('truth'),
        otherIou: predictions.numbers('other_iou'),
        otherTruth: predictions.integers('other_truth'),
        ...boxesOf(predictions),
      },
      {
        image: truths.integers('image'),
        classIndex: truths.integers('class_index'),
        area: truths.numbers('area'),
        ...boxesOf(truths),
      },
      { isCrowd: truths.integers('is_crowd'), crowdIou: predictions.numbers('crowd_iou') },
    ),
  };
}
