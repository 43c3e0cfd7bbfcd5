import type { VectorTable } from '../vectors/vector-table.ts';

/** Euclidean distances of all pairs i < j in row order (scipy's condensed form), float64. */
export function condensedDistances({ count, dimensions, data }: VectorTable): Float64Array {
  const distances = new Float64Array((count * (count - 1)) / 2);
  const wide = Float64Array.from(data);
  let at = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      let squares = 0;
      const [a, b] = [i * dimensions, j * dimensions];
      for (let d = 0; d < dimensions; d++) {
        const difference = wide[a + d] - wide[b + d];
        squares += difference * difference;
      }
      distances[at++] = Math.sqrt(squares);
    }
  return distances;
}
