import { BLOCK_QUERIES, BLOCK_ROWS, DotProducts } from '../vectors/dot-products.ts';
import type { VectorTable } from '../vectors/vector-table.ts';

/**
 * The silhouette of every point (Rousseeuw 1987), −1 to 1: how much nearer its own cluster is than the next. Points
 * alone in their cluster have 0; labels below 0 (noise) are left out and have NaN. O(n²): pass a sample of a large set.
 */
export function silhouette(
  { count, dimensions, data }: VectorTable,
  labels: ArrayLike<number>,
): Float64Array {
  let clusters = 0;
  for (let i = 0; i < count; i++) clusters = Math.max(clusters, labels[i] + 1);
  const sizes = new Float64Array(clusters);
  for (let i = 0; i < count; i++) if (labels[i] >= 0) sizes[labels[i]]++;
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count;
  const centered = { count, dimensions, data: data.map((value, i) => value - mean[i % dimensions]) };
  const lengths = new Float64Array(count);
  for (let i = 0; i < count; i++)
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) lengths[i] += centered.data[j] ** 2;
  const products = new DotProducts(centered, BLOCK_QUERIES);
  const sums = new Float64Array(BLOCK_QUERIES * clusters);
  const values = new Float64Array(count).fill(NaN);
  for (let first = 0; first < count; first += BLOCK_QUERIES) {
    const queries = Math.min(BLOCK_QUERIES, count - first);
    sums.fill(0);
    for (let row = 0; row < count; row += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, count - row);
      const dots = products.ofBlock(first, queries, row, rows);
      for (let q = 0; q < queries; q++)
        for (let r = 0; r < rows; r++) {
          const label = labels[row + r];
          if (label < 0 || row + r === first + q) continue;
          const squares = lengths[first + q] + lengths[row + r] - 2 * dots[q * rows + r];
          if (squares > 0) sums[q * clusters + label] += Math.sqrt(squares);
        }
    }
    for (let q = 0; q < queries; q++)
      values[first + q] = valueOf(sums, q * clusters, sizes, labels[first + q]);
  }
  return values;
}

function valueOf(sums: Float64Array, at: number, sizes: Float64Array, own: number): number {
  if (own < 0) return NaN;
  if (sizes[own] < 2) return 0;
  const inside = sums[at + own] / (sizes[own] - 1);
  let outside = Infinity;
  for (let c = 0; c < sizes.length; c++)
    if (c !== own && sizes[c] > 0) outside = Math.min(outside, sums[at + c] / sizes[c]);
  const larger = Math.max(inside, outside);
  return outside === Infinity || larger === 0 ? 0 : (outside - inside) / larger;
}
