/** A squared distance is looked up by the upper bits of its float32: 256 steps per power of two. */
export const TABLE_SHIFT = 15;
/** 2^-40, the smallest squared distance in the table. */
export const TABLE_BASE = (127 - 40) << 8;
/** Up to 2^40. */
const LENGTH = 80 << 8;

/**
 * UMAP's forces over the squared distance, so that the inner loop needs no powers: linear between the entries, within
 * 1e-5 of the formula.
 */
export function forceTable(a: number, b: number): { pull: Float64Array; push: Float64Array } {
  const pull = new Float64Array(LENGTH + 2);
  const push = new Float64Array(LENGTH + 2);
  for (let i = 0; i < pull.length; i++) {
    const squared = 2 ** ((i >> 8) - 40) * (1 + (i & 255) / 256);
    const power = squared ** b;
    pull[i] = (-2 * a * b * (power / squared)) / (1 + a * power);
    push[i] = (2 * b) / ((0.001 + squared) * (1 + a * power));
  }
  return { pull, push };
}
