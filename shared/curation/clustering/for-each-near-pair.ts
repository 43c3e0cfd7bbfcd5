import { BLOCK_QUERIES, BLOCK_ROWS, DotProducts } from '../vectors/dot-products.ts';
import type { VectorTable } from '../vectors/vector-table.ts';

/**
 * All pairs i < j with Euclidean distance ≤ radius, exactly: float32 tiles settle the clear cases and float64 the ones
 * near the radius.
 */
export function forEachNearPair(
  { count, dimensions, data }: VectorTable,
  radius: number,
  visit: (i: number, j: number) => void,
): void {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count;
  const centered = { count, dimensions, data: data.map((value, i) => value - mean[i % dimensions]) };
  const halves = new Float64Array(count);
  let longest = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) halves[i] += centered.data[j] ** 2 / 2;
    longest = Math.max(longest, halves[i]);
  }
  const reach = (radius * radius) / 2;
  const doubt = 1e-6 * (2 * longest + reach) * Math.max(1, Math.sqrt(dimensions) / 4);
  const isNear = (i: number, j: number) => {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) {
      const difference = data[i * dimensions + d] - data[j * dimensions + d];
      squares += difference * difference;
    }
    return squares <= radius * radius;
  };
  const products = new DotProducts(centered, BLOCK_QUERIES);
  for (let first = 0; first < count; first += BLOCK_QUERIES) {
    const queries = Math.min(BLOCK_QUERIES, count - first);
    for (let row = first - (first % BLOCK_ROWS); row < count; row += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, count - row);
      const dots = products.ofBlock(first, queries, row, rows);
      for (let q = 0; q < queries; q++) {
        const i = first + q;
        const limit = halves[i] - reach;
        for (let r = Math.max(0, i + 1 - row), at = q * rows + r; r < rows; r++, at++) {
          const margin = dots[at] - limit - halves[row + r];
          if (margin >= -doubt && (margin > doubt || isNear(i, row + r))) visit(i, row + r);
        }
      }
    }
  }
}
