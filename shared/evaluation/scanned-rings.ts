import type { AnnotationScanner } from './annotation-scanner.ts';
import type { MaskColumns } from './mask-columns.ts';

/** The rings of one scan, kept until the sizes of the images are known. */
export interface ScannedRings {
  /** Row of the first of `ringCounts.length` rows. */
  first: number;
  /** `[x, y, …]` of all rings. */
  points: Float64Array;
  /** Where each ring ends in `points`. */
  ringEnds: Int32Array;
  /** Per row: its first ring, and how many; 0 for a row that holds no polygon. */
  ringStarts: Int32Array;
  ringCounts: Int32Array;
}

/** Copies the rings of the last scan out of the scanner's memory; `undefined` when there were none. */
export function keepRings(
  { column, pointsUsed, ringsUsed }: AnnotationScanner,
  first: number,
  rows: number,
): ScannedRings | undefined {
  if (pointsUsed === 0) return undefined;
  return {
    first,
    points: column.points.slice(0, pointsUsed),
    ringEnds: column.ringEnds.slice(0, ringsUsed),
    ringStarts: column.ringStarts.slice(0, rows),
    ringCounts: column.ringCounts.slice(0, rows),
  };
}

/**
 * Fills kept rings into `masks`. `sizeOf` writes height and width of a row's image, 0 when they are not known; rows
 * that cannot be filled here are added to `left`, ring by ring.
 */
export function fillScannedRings(
  scanner: AnnotationScanner,
  kept: ScannedRings,
  sizeOf: (row: number, size: Int32Array) => void,
  masks: MaskColumns,
  left: Map<number, Float64Array[]>,
): void {
  const { column } = scanner;
  const { first, points, ringEnds, ringStarts, ringCounts } = kept;
  const rows = ringCounts.length;
  column.points.set(points);
  column.ringEnds.set(ringEnds);
  column.ringStarts.set(ringStarts);
  column.ringCounts.set(ringCounts);
  const size = new Int32Array(2);
  for (let i = 0; i < rows; i++) {
    sizeOf(first + i, size);
    column.maskHeights[i] = size[0];
    column.maskWidths[i] = size[1];
  }
  for (let from = 0; from < rows;) {
    const to = scanner.fillRows(from, rows);
    const used = scanner.runsUsed;
    if (masks.used + used > masks.pool.length) {
      const larger = new Int32Array(Math.max(masks.pool.length * 2, masks.used + used));
      larger.set(masks.pool.subarray(0, masks.used));
      masks.pool = larger;
    }
    masks.pool.set(column.runs.subarray(0, used), masks.used);
    for (let i = from; i < to; i++) {
      if (ringCounts[i] === 0) continue;
      const row = first + i;
      if (column.runEnds[i] < 0) left.set(row, ringsOf(kept, i));
      else {
        masks.start[row] = column.runStarts[i] + masks.used;
        masks.end[row] = column.runEnds[i] + masks.used;
        masks.area[row] = column.maskAreas[i];
        for (let b = 0; b < 4; b++) masks.bounds[4 * row + b] = column.maskBounds[4 * i + b];
        masks.height[row] = column.maskHeights[i];
        masks.width[row] = column.maskWidths[i];
      }
    }
    masks.used += used;
    from = to;
  }
}

function ringsOf({ points, ringEnds, ringStarts, ringCounts }: ScannedRings, i: number): Float64Array[] {
  return Array.from({ length: ringCounts[i] }, (_, n) => {
    const ring = ringStarts[i] + n;
    return points.subarray(ring === 0 ? 0 : ringEnds[ring - 1], ringEnds[ring]);
  });
}
