import type { MatchColumns, TruthColumns } from './match-columns.ts';

/** Of the matches with crowds: which truths are crowds, and how much of each prediction lies in one. */
export interface CrowdColumns {
  isCrowd: Int32Array;
  crowdIou: Float64Array;
}

/** As COCO counts at its lowest threshold. */
const LEAST_INSIDE = 0.5;

/**
 * Takes out what counts for nothing: crowds, and predictions of which half lies in a crowd of their class while they
 * overlap no object of it by half. At an IoU threshold of 0.5 this is what COCO ignores; above it COCO ignores a little
 * less. Every column of the two tables is filtered alike.
 */
export function leaveOutCrowds<P extends MatchColumns, T extends TruthColumns>(
  predictions: P,
  truths: T,
  { isCrowd, crowdIou }: CrowdColumns,
): { predictions: P; truths: T; crowds: number; ignored: number } {
  const keptTruths = rowsWhere(isCrowd.length, (row) => isCrowd[row] === 0);
  const crowds = isCrowd.length - keptTruths.length;
  if (crowds === 0) return { predictions, truths, crowds, ignored: 0 };
  const isInside = (row: number) => crowdIou[row] >= LEAST_INSIDE && predictions.iou[row] < LEAST_INSIDE;
  const keptRows = rowsWhere(crowdIou.length, (row) => !isInside(row));
  const placeOf = new Int32Array(isCrowd.length).fill(-1);
  keptTruths.forEach((row, place) => (placeOf[row] = place));
  const found = columnsAt(predictions, keptRows);
  for (const column of [found.truth, found.otherTruth]) {
    column.forEach((row, i) => (column[i] = row < 0 ? -1 : placeOf[row]));
  }
  const ignored = crowdIou.length - keptRows.length;
  return { predictions: found, truths: columnsAt(truths, keptTruths), crowds, ignored };
}

function rowsWhere(count: number, isWanted: (row: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row).filter(isWanted);
}

function columnsAt<C extends object>(columns: C, rows: Int32Array): C {
  return Object.fromEntries(
    Object.entries(columns as Record<string, Int32Array | Float64Array>).map(([name, values]) => [
      name,
      values instanceof Int32Array
        ? Int32Array.from(rows, (row) => values[row])
        : Float64Array.from(rows, (row) => values[row]),
    ]),
  ) as C;
}
