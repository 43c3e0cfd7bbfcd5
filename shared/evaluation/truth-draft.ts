import type { AnnotationColumns } from './annotation-columns.ts';
import type { ReadNote } from './coco-ground-truth.ts';
import type { ScannedRings } from './scanned-rings.ts';

/** Columns as read, before ids became indices: an annotation may stand before its image in the file. */
export interface TruthDraft {
  columns: AnnotationColumns;
  imageCode: Float64Array;
  categoryCode: Float64Array;
  offset: Float64Array;
  /** Rings that wait for the size of their image. */
  rings: Map<number, Float64Array[]>;
  scannedRings: ScannedRings[];
  notes: ReadNote[];
}
