import type { VectorTable } from '../vectors/vector-table.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import { makeVectorKernel } from '../wasm/vector-kernel.ts';

/** Euclidean distances of all pairs i < j in row order (scipy's condensed form), float64. */
export function condensedDistances({ count, dimensions, data }: VectorTable): Float64Array {
  const distances = new Float64Array((count * (count - 1)) / 2);
  const kernel = makeVectorKernel();
  const columnsAt = kernel.heapBase();
  const rowAt = columnsAt + count * dimensions * 8;
  reserveMemory(kernel.memory, rowAt + count * 8);
  const { buffer } = kernel.memory;
  const columns = new Float64Array(buffer, columnsAt, count * dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) columns[j * count + i] = data[i * dimensions + j];
  for (let i = 0, at = 0; i < count - 1; at += count - i - 1, i++) {
    kernel.distancesFrom(columnsAt, count, dimensions, i, rowAt);
    distances.set(new Float64Array(buffer, rowAt, count - i - 1), at);
  }
  return distances;
}
