import type { VectorTable } from './vector-table.ts';

/**
 * Parts points into leaves of at most `leafSize` that lie close together: again and again by the mean of the dimension
 * that varies most, or in halves where the mean would split off next to nothing.
 *
 * @returns the ids of all points, leaf after leaf, and where each leaf starts (one more than there are leaves)
 */
export function splitPoints(
  { count, dimensions, data }: VectorTable,
  leafSize: number,
): { order: Int32Array; starts: number[] } {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const starts: number[] = [];
  const sums = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  const open: [number, number][] = count > 0 ? [[0, count]] : [];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part;
    const size = last - first;
    if (size <= leafSize) {
      starts.push(first);
      continue;
    }
    sums.fill(0);
    squares.fill(0);
    const origin = order[first] * dimensions;
    for (let at = first; at < last; at++)
      for (let j = 0, from = order[at] * dimensions; j < dimensions; j++) {
        const value = data[from + j] - data[origin + j];
        sums[j] += value;
        squares[j] += value * value;
      }
    let axis = 0;
    let widest = -1;
    for (let j = 0; j < dimensions; j++) {
      const variance = squares[j] - (sums[j] * sums[j]) / size;
      if (variance > widest) [widest, axis] = [variance, j];
    }
    const mean = data[origin + axis] + sums[axis] / size;
    let middle = first;
    for (let at = first; at < last; at++) {
      const id = order[at];
      if (data[id * dimensions + axis] >= mean) continue;
      order[at] = order[middle];
      order[middle++] = id;
    }
    if (Math.min(middle - first, last - middle) < size / 16) {
      order.subarray(first, last).sort((a, b) => data[a * dimensions + axis] - data[b * dimensions + axis]);
      middle = first + (size >> 1);
    }
    open.push([middle, last], [first, middle]);
  }
  return { order, starts: [...starts, count] };
}
