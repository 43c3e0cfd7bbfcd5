import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { allocateColumns } from './annotation-columns.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import { IdTable } from './id-table.ts';
import { allocateMasks, storeMask } from './mask-columns.ts';
import type { MatchRows } from './match-tables.ts';

interface Row {
  image: number;
  classIndex: number;
  area: number;
  box: readonly number[];
  rle: string;
  score?: number;
  isCrowd?: boolean;
}

/** Stored matches as the two sides of a COCO evaluation: image and class ids are their places. */
export function rowsToColumns(
  rows: MatchRows,
  classes: readonly string[],
  iouType: 'bbox' | 'segm',
): { groundTruth: CocoGroundTruth; detections: AnnotationColumns } {
  const toColumns = (list: readonly Row[]): AnnotationColumns => {
    const columns = allocateColumns(Math.max(1, list.length));
    if (iouType === 'segm') columns.masks = allocateMasks(Math.max(1, list.length), 1024);
    for (const [row, one] of list.entries()) {
      columns.ordinal[row] = row;
      columns.image[row] = one.image;
      columns.category[row] = one.classIndex;
      columns.area[row] = one.area;
      columns.box.set(one.box, 4 * row);
      columns.score[row] = one.score ?? 0;
      columns.isCrowd[row] = columns.isIgnored[row] = one.isCrowd === true ? 1 : 0;
      const { width, height } = rows.images[one.image];
      if (columns.masks) storeMask(columns.masks, row, decodeRleCounts(one.rle) ?? [], height, width);
    }
    columns.count = list.length;
    return columns;
  };
  const identity = (length: number) => new Map(Array.from({ length }, (_, i) => [i, i]));
  return {
    groundTruth: {
      images: rows.images.map(({ key, width, height }, id) => ({ id, width, height, fileName: key })),
      categories: classes.map((name, id) => ({ id, name })),
      annotations: toColumns(rows.truths),
      ids: new IdTable(),
      imageIndex: identity(rows.images.length),
      categoryIndex: identity(classes.length),
      notes: [],
    },
    detections: toColumns(rows.predictions),
  };
}
