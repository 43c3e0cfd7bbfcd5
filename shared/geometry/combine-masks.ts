import type { RleCounts } from './rle-operations.ts';

export type MaskOperation = 'union' | 'intersect' | 'subtract';

/**
 * Two masks of the same size as one: both, either, or the first without the second. One pass over the runs; the
 * result is in the shortest form (no empty runs but a leading one).
 *
 * @param a column-major run lengths that start with zeros
 * @param b the same, of a mask of the same size
 */
export function combineMasks(a: RleCounts, b: RleCounts, operation: MaskOperation): Uint32Array {
  const out = new Uint32Array(a.length + b.length + 1);
  let n = 0;
  let isOn = false;
  let run = 0;
  let i = 0;
  let j = 0;
  let leftA = a.length > 0 ? a[0] : 0;
  let leftB = b.length > 0 ? b[0] : 0;
  for (;;) {
    while (leftA === 0 && i + 1 < a.length) leftA = a[++i];
    while (leftB === 0 && j + 1 < b.length) leftB = b[++j];
    const hasA = leftA > 0;
    const hasB = leftB > 0;
    if (!hasA && !hasB) break;
    const length = hasA && hasB ? Math.min(leftA, leftB) : hasA ? leftA : leftB;
    const inA = hasA && (i & 1) === 1;
    const inB = hasB && (j & 1) === 1;
    const value = operation === 'union' ? inA || inB : inA && (operation === 'intersect' ? inB : !inB);
    if (value !== isOn) {
      out[n++] = run;
      run = 0;
      isOn = value;
    }
    run += length;
    if (hasA) leftA -= length;
    if (hasB) leftB -= length;
  }
  out[n++] = run;
  return out.slice(0, n);
}
