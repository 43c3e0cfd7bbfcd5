import { reserveMemory } from '../wasm/reserve-memory.ts';
import { makeVectorKernel } from '../wasm/vector-kernel.ts';

/** A merge before clusters have names: two points that stand for theirs. */
export interface RawMerge {
  first: number;
  second: number;
  distance: number;
}

const WINDOW_ROWS = 64;

const KINDS = { complete: 0, average: 1, ward: 2 } as const;

/**
 * The nearest-neighbour chain in WebAssembly, over a square of float64 distances: rows lie together in memory and two
 * distances are compared at a time. count² × 8 bytes.
 */
export function neighbourChain(
  distances: Float64Array,
  count: number,
  linkage: keyof typeof KINDS,
): RawMerge[] {
  if (count < 2) return [];
  const stride = (count + 1) & ~1;
  const kernel = makeVectorKernel();
  const square = (kernel.heapBase() + 63) & ~63;
  const gone = square + count * stride * 8;
  const sizes = gone + stride * 8;
  const merges = sizes + stride * 8;
  const chain = merges + count * 16;
  const alive = chain + (count + 1) * 4;
  const place = alive + count * 4;
  const window = (place + 63) & ~15;
  reserveMemory(kernel.memory, window + WINDOW_ROWS * count * 8);
  const { buffer } = kernel.memory;
  new Float64Array(buffer, gone, stride).fill(0);
  new Float64Array(buffer, sizes, stride).fill(1);
  new Int32Array(buffer, alive, count).set(Int32Array.from({ length: count }, (_, i) => i));
  // Through a window: a whole copy would cost half as much memory again as the square.
  for (let from = 0; from < count; from += WINDOW_ROWS) {
    const to = Math.min(count, from + WINDOW_ROWS);
    const [first, end] = [startOf(from, count), startOf(to, count)];
    new Float64Array(buffer, window, end - first).set(distances.subarray(first, end));
    kernel.squareOf(window - first * 8, count, stride, square, from, to);
  }
  kernel.neighbourChain(square, count, stride, KINDS[linkage], gone, sizes, chain, alive, place, merges);
  const points = new Int32Array(buffer, merges, (count - 1) * 4);
  const lengths = new Float64Array(buffer, merges, (count - 1) * 2);
  return Array.from({ length: count - 1 }, (_, step) => ({
    first: points[step * 4],
    second: points[step * 4 + 1],
    distance: lengths[step * 2 + 1],
  }));
}

/** Where a row begins in condensed distances. */
function startOf(row: number, count: number): number {
  return row * count - (row * (row + 1)) / 2;
}
