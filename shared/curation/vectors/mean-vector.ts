import type { VectorTable } from './vector-table.ts';

/** The mean of all vectors; float32 keeps more of distances that are taken around it. */
export function meanVector({ count, dimensions, data }: VectorTable): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < dimensions; j++, at++) mean[j] += data[at];
  return mean.map((sum) => sum / Math.max(1, count));
}
