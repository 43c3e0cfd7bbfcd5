import type { MaskColumns } from './mask-columns.ts';

/**
 * Annotations or detections as columns, one row each in file order. Rows on images or of classes that do not
 * exist are not kept; `ordinal` says which element of the file a row was.
 */
export interface AnnotationColumns {
  count: number;
  ordinal: Int32Array;
  /** Index into the images, sorted by id. */
  image: Int32Array;
  /** Index into the categories, sorted by id. */
  category: Int32Array;
  /** Square pixels that decide the size class. */
  area: Float64Array;
  /** `[x, y, width, height, …]` in pixels. */
  box: Float64Array;
  /** Detections only. */
  score: Float64Array;
  /** 1 for regions that hold many objects; they may match any number of detections and never count. */
  isCrowd: Uint8Array;
  /** 1 for boxes around a group (Open Images). */
  isGroup: Uint8Array;
  /** 1 for rows that are never counted: crowds, and people without a keypoint when keypoints are compared. */
  isIgnored: Uint8Array;
  masks?: MaskColumns;
  /** `[x, y, visibility, …]`, `keypointsPerRow` points a row. */
  keypoints: Float64Array;
  keypointsPerRow: number;
}

/** All columns with room for `capacity` rows; untouched pages of them cost no memory. */
export function allocateColumns(capacity: number, keypointsPerRow = 0): AnnotationColumns {
  return {
    count: 0,
    ordinal: new Int32Array(capacity),
    image: new Int32Array(capacity),
    category: new Int32Array(capacity),
    area: new Float64Array(capacity),
    box: new Float64Array(4 * capacity),
    score: new Float64Array(capacity),
    isCrowd: new Uint8Array(capacity),
    isGroup: new Uint8Array(capacity),
    isIgnored: new Uint8Array(capacity),
    keypoints: new Float64Array(3 * keypointsPerRow * capacity),
    keypointsPerRow,
  };
}

/** Makes room for more rows, at least doubling every column when they are full. */
export function reserveRows(columns: AnnotationColumns, more = 1): void {
  const needed = columns.count + more;
  if (needed <= columns.ordinal.length) return;
  const larger = allocateColumns(Math.max(needed, columns.ordinal.length * 2), columns.keypointsPerRow);
  for (const name of [
    'ordinal',
    'image',
    'category',
    'area',
    'box',
    'score',
    'isCrowd',
    'isGroup',
    'isIgnored',
    'keypoints',
  ] as const) {
    larger[name].set(columns[name]);
    Object.assign(columns, { [name]: larger[name] });
  }
}
