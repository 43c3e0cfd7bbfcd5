import { InvalidInput } from '../../errors.ts';
import { makeVectorKernel, type VectorExports } from '../wasm/vector-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import type { VectorTable } from './vector-table.ts';

/** WebAssembly memory ends at 4 GiB; what a search needs beside the vectors is small. */
const MAX_BYTES = 4 * 2 ** 30 - 2 ** 24;
const QUERY_TILE = 64;
const ROW_TILE = 64;

/**
 * Vectors packed once into WebAssembly memory, in any order and less an origin, for the nearest of stretches of them:
 * what a partitioned search asks for. Float32; rows are padded to 16 bytes, and hold −|row|²/2 behind the vector, so
 * that a dot product orders like the Euclidean distance.
 */
export class NearestRows {
  readonly count: number;
  readonly #dimensions: number;
  readonly #kernel: VectorExports;
  readonly #stride: number;
  readonly #rows: number;
  readonly #scratch: number;
  readonly #origin: Float64Array;

  /** @param order which row of the table lies at each place; left out: as they are */
  constructor({ count, dimensions, data }: VectorTable, origin: Float64Array, order?: Int32Array) {
    this.count = count;
    this.#dimensions = dimensions;
    this.#origin = origin;
    this.#stride = (dimensions + 4) & ~3;
    this.#kernel = makeVectorKernel();
    this.#rows = (this.#kernel.heapBase() + 63) & ~63;
    this.#scratch = this.#rows + count * this.#stride * 4;
    if (this.#scratch > MAX_BYTES)
      throw new InvalidInput(`${count} vectors of ${dimensions} numbers do not fit the 4 GB of one search.`);
    reserveMemory(this.#kernel.memory, this.#scratch);
    const packed = new Float32Array(this.#kernel.memory.buffer, this.#rows, count * this.#stride);
    for (let place = 0; place < count; place++) {
      const from = (order?.[place] ?? place) * dimensions;
      const to = place * this.#stride;
      let squares = 0;
      for (let j = 0; j < dimensions; j++) {
        packed[to + j] = data[from + j] - origin[j];
        squares += packed[to + j] ** 2;
      }
      packed[to + dimensions] = -squares / 2;
    }
  }

  /**
   * The nearest places of up to 64 queries within stretches of places, nearest first.
   *
   * @param load writes query `q` into `target` as it is in the table; left out: places from `first` on are the queries
   * @returns queries × k places, −1 where there are fewer; valid until the next call
   */
  nearest(
    queries:
      { count: number; first: number } | { count: number; load: (q: number, target: Float32Array) => void },
    stretches: Iterable<readonly [from: number, to: number]>,
    k: number,
  ): Int32Array {
    const kernel = this.#kernel;
    const rowBytes = this.#stride * 4;
    const tileAt = this.#scratch + QUERY_TILE * rowBytes;
    const scoresAt = tileAt + QUERY_TILE * ROW_TILE * 4;
    const idsAt = scoresAt + QUERY_TILE * k * 4;
    reserveMemory(kernel.memory, idsAt + QUERY_TILE * k * 4);
    const { buffer } = kernel.memory;
    for (let q = 0; q < queries.count; q++) {
      const target = new Float32Array(buffer, this.#scratch + q * rowBytes, this.#stride);
      if ('first' in queries) {
        const from = this.#rows + (queries.first + q) * rowBytes;
        target.set(new Float32Array(buffer, from, this.#stride));
      } else {
        queries.load(q, target);
        for (let j = 0; j < this.#dimensions; j++) target[j] -= this.#origin[j];
      }
      target[this.#dimensions] = 1;
    }
    new Float32Array(buffer, scoresAt, QUERY_TILE * k).fill(-Infinity);
    new Int32Array(buffer, idsAt, QUERY_TILE * k).fill(-1);
    for (const [from, to] of stretches)
      for (let row = from; row < to; row += ROW_TILE)
        kernel.topKTile(
          this.#scratch,
          (queries.count + 3) & ~3,
          queries.count,
          this.#rows + row * rowBytes,
          Math.min(ROW_TILE, to - row),
          this.#stride,
          tileAt,
          k,
          row,
          scoresAt,
          idsAt,
        );
    return new Int32Array(buffer, idsAt, queries.count * k);
  }
}

/** How many queries `nearest` takes at once. */
export const MOST_QUERIES = QUERY_TILE;
