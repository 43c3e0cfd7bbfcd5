/**
 * The sum of `values[from … from + count)` in the order in which numpy adds a contiguous float64 array: blocks of
 * 128 with eight partial sums, halves above that. Means are equal to the last bit only when the order is.
 * Source: `pairwise_sum` in numpy `loops_utils.h.src`.
 */
export function pairwiseSum(values: Float64Array, from: number, count: number): number {
  if (count < 8) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[from + i];
    return sum;
  }
  if (count <= 128) {
    let [a, b, c, d] = [values[from], values[from + 1], values[from + 2], values[from + 3]];
    let [e, f, g, h] = [values[from + 4], values[from + 5], values[from + 6], values[from + 7]];
    let i = 8;
    for (; i < count - (count % 8); i += 8) {
      a += values[from + i];
      b += values[from + i + 1];
      c += values[from + i + 2];
      d += values[from + i + 3];
      e += values[from + i + 4];
      f += values[from + i + 5];
      g += values[from + i + 6];
      h += values[from + i + 7];
    }
    let sum = a + b + (c + d) + (e + f + (g + h));
    for (; i < count; i++) sum += values[from + i];
    return sum;
  }
  let half = count >> 1;
  half -= half % 8;
  return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, count - half);
}
