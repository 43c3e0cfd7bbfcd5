import type { AnnotationColumns } from './annotation-columns.ts';
import type { Id, IdTable } from './id-table.ts';

export interface CocoImage {
  id: Id;
  /** Pixels; 0 when the file does not say. */
  width: number;
  height: number;
  fileName: string;
  /** LVIS: category codes known to be absent, and those not marked exhaustively. */
  absent?: number[];
  notExhaustive?: number[];
}

export interface CocoCategory {
  id: Id;
  name: string;
}

/** Something odd in a file that is not a reason to refuse it. */
export interface ReadNote {
  reason: string;
  count: number;
  /** Byte of the first case. */
  offset: number;
}

/** A COCO ground truth file; images and categories are sorted by id, as pycocotools evaluates them. */
export interface CocoGroundTruth {
  images: CocoImage[];
  categories: CocoCategory[];
  annotations: AnnotationColumns;
  ids: IdTable;
  /** Index of an image or category by the code of its id. */
  imageIndex: Map<number, number>;
  categoryIndex: Map<number, number>;
  notes: ReadNote[];
}
