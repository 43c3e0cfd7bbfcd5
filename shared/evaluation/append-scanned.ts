import { reserveRows, type AnnotationColumns } from './annotation-columns.ts';
import type { AnnotationScanner } from './annotation-scanner.ts';
import { appendRuns } from './mask-columns.ts';

/**
 * Appends the first `rows` rows of a scan: geometry, and masks when there are any. Ids stay with the caller.
 * Returns the row that the first of them became.
 */
export function appendScanned(
  columns: AnnotationColumns,
  scanner: AnnotationScanner,
  rows: number,
  ordinal: number,
): number {
  reserveRows(columns, rows);
  const first = columns.count;
  const { column } = scanner;
  for (let i = 0; i < rows; i++) columns.ordinal[first + i] = ordinal + i;
  columns.box.set(column.boxes.subarray(0, 4 * rows), 4 * first);
  columns.area.set(column.areas.subarray(0, rows), first);
  if (columns.masks !== undefined) appendRuns(columns.masks, first, rows, scanner.runsUsed, column);
  columns.count += rows;
  return first;
}
