import type { Rle } from '../../../shared/geometry/rle.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';

/** Runs of a mask as ends of alternating zero and one runs, column by column: `ends[2k] … ends[2k + 1]` is set. */
export interface MaskRuns {
  height: number;
  width: number;
  ends: Uint32Array;
}

const cache = new WeakMap<Rle, MaskRuns>();

/** Cumulative run ends of a mask; kept with the shape, which is never mutated. A broken mask counts as empty. */
export function maskRuns(mask: Rle): MaskRuns {
  const known = cache.get(mask);
  if (known !== undefined) return known;
  const counts = decodeRleCounts(mask.counts) ?? new Uint32Array(0);
  const ends = new Uint32Array(counts.length);
  let at = 0;
  for (let i = 0; i < counts.length; i++) ends[i] = at += counts[i];
  const runs = { height: mask.size[0], width: mask.size[1], ends };
  cache.set(mask, runs);
  return runs;
}

/** Whether the pixel at column `x`, row `y` is set: a binary search over the run ends. */
export function isPixelSet({ height, width, ends }: MaskRuns, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  const position = x * height + y;
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > position) high = middle;
    else low = middle + 1;
  }
  return low < ends.length && (low & 1) === 1;
}
