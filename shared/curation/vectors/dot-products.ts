import { makeVectorKernel, type VectorExports } from '../wasm/vector-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import type { VectorTable } from './vector-table.ts';

const QUERIES = 256;
const ROWS = 64;

/**
 * Points packed once into WebAssembly memory, for many dot products against changing rows. Everything is float32 with
 * rows padded to 16 bytes; results are read in place and valid until the next call.
 */
export class DotProducts {
  readonly count: number;
  readonly dimensions: number;
  readonly #kernel: VectorExports;
  readonly #stride: number;
  readonly #points: number;
  readonly #others: number;
  readonly #otherCapacity: number;
  readonly #queries: number;
  readonly #tile: number;

  /** @param otherCapacity how many rows `load` may bring, at most */
  constructor({ count, dimensions, data }: VectorTable, otherCapacity: number) {
    this.count = count;
    this.dimensions = dimensions;
    this.#stride = (dimensions + 3) & ~3;
    this.#otherCapacity = (otherCapacity + 3) & ~3;
    const rowBytes = this.#stride * 4;
    this.#kernel = makeVectorKernel();
    this.#points = (this.#kernel.heapBase() + 63) & ~63;
    this.#others = this.#points + count * rowBytes;
    this.#queries = this.#others + this.#otherCapacity * rowBytes;
    this.#tile = this.#queries + QUERIES * rowBytes;
    const tileFloats = Math.max(QUERIES * Math.max(this.#otherCapacity, ROWS), this.#otherCapacity * 512);
    reserveMemory(this.#kernel.memory, this.#tile + tileFloats * 4);
    const packed = new Float32Array(this.#kernel.memory.buffer, this.#points, count * this.#stride);
    for (let i = 0; i < count; i++)
      packed.set(data.subarray(i * dimensions, (i + 1) * dimensions), i * this.#stride);
  }

  /** Brings `rows` other vectors (centres, candidates), `dimensions` numbers each. */
  load(others: ArrayLike<number>, rows: number): void {
    const target = new Float32Array(
      this.#kernel.memory.buffer,
      this.#others,
      this.#otherCapacity * this.#stride,
    );
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < this.dimensions; j++)
        target[row * this.#stride + j] = others[row * this.dimensions + j];
  }

  /**
   * For chosen points against the first `rows` loaded vectors: `visit(point, dots, at)`, where dots[at + row] is the
   * dot product.
   */
  ofPoints(
    points: Int32Array,
    rows: number,
    visit: (point: number, dots: Float32Array, at: number) => void,
  ): void {
    const { buffer } = this.#kernel.memory;
    const bytes = new Uint8Array(buffer);
    const rowBytes = this.#stride * 4;
    const dots = new Float32Array(buffer, this.#tile, QUERIES * rows);
    for (let first = 0; first < points.length; first += QUERIES) {
      const size = Math.min(QUERIES, points.length - first);
      for (let q = 0; q < size; q++) {
        const from = this.#points + points[first + q] * rowBytes;
        bytes.copyWithin(this.#queries + q * rowBytes, from, from + rowBytes);
      }
      this.#kernel.dotTile(this.#queries, (size + 3) & ~3, this.#others, rows, this.#stride, this.#tile);
      for (let q = 0; q < size; q++) visit(points[first + q], dots, q * rows);
    }
  }

  /**
   * For all points against the first `rows` loaded vectors, in chunks: dots[row * size + i] belongs to point first + i.
   */
  ofAllPoints(rows: number, visit: (first: number, size: number, dots: Float32Array) => void): void {
    const { buffer } = this.#kernel.memory;
    const chunk = 512;
    for (let first = 0; first < this.count; first += chunk) {
      const size = Math.min(chunk, this.count - first);
      const from = this.#points + first * this.#stride * 4;
      this.#kernel.dotTile(this.#others, (rows + 3) & ~3, from, size, this.#stride, this.#tile);
      visit(first, size, new Float32Array(buffer, this.#tile, rows * size));
    }
  }

  /**
   * Up to 256 points from `first` against up to 64 points from `row`: dots[q * rows + r] belongs to points first + q
   * and row + r.
   */
  ofBlock(first: number, queries: number, row: number, rows: number): Float32Array {
    const rowBytes = this.#stride * 4;
    this.#kernel.dotTile(
      this.#points + first * rowBytes,
      (queries + 3) & ~3,
      this.#points + row * rowBytes,
      rows,
      this.#stride,
      this.#tile,
    );
    return new Float32Array(this.#kernel.memory.buffer, this.#tile, queries * rows);
  }
}

/** How many points `ofBlock` takes at once. */
export const BLOCK_QUERIES = QUERIES;
export const BLOCK_ROWS = ROWS;
