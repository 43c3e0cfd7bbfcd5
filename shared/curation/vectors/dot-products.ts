import { makeVectorKernel, type VectorExports } from '../wasm/vector-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import type { VectorTable } from './vector-table.ts';

const QUERIES = 256;
const ROWS = 64;
/** Two float64 and an int32, padded. */
const NEAREST_BYTES = 24;

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
  readonly #lengths: number;
  readonly #nearest: number;

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
    this.#lengths = (this.#tile + tileFloats * 4 + 7) & ~7;
    this.#nearest = this.#lengths + this.#otherCapacity * 8;
    reserveMemory(this.#kernel.memory, this.#nearest + QUERIES * NEAREST_BYTES);
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

  /** For those who add to the memory: everything from `free` on is theirs. */
  get layout() {
    const free = this.#nearest + QUERIES * NEAREST_BYTES;
    return {
      kernel: this.#kernel,
      points: this.#points,
      others: this.#others,
      stride: this.#stride,
      free,
    };
  }

  /**
   * For chosen points the nearest and the second of the first `rows` loaded vectors, by length − 2 × dot product
   * (`lengths`: squared, of the loaded), which orders like the distance and is it but for the point's own length.
   */
  nearestOf(
    points: Int32Array,
    rows: number,
    lengths: Float64Array,
    visit: (point: number, row: number, nearest: number, second: number) => void,
  ): void {
    const { buffer } = this.#kernel.memory;
    const bytes = new Uint8Array(buffer);
    const rowBytes = this.#stride * 4;
    new Float64Array(buffer, this.#lengths, rows).set(lengths);
    const distances = new Float64Array(buffer, this.#nearest, (QUERIES * NEAREST_BYTES) / 8);
    const places = new Int32Array(buffer, this.#nearest, (QUERIES * NEAREST_BYTES) / 4);
    for (let first = 0; first < points.length; first += QUERIES) {
      const size = Math.min(QUERIES, points.length - first);
      for (let q = 0; q < size; q++) {
        const from = this.#points + points[first + q] * rowBytes;
        bytes.copyWithin(this.#queries + q * rowBytes, from, from + rowBytes);
      }
      this.#kernel.dotTile(this.#queries, (size + 3) & ~3, this.#others, rows, this.#stride, this.#tile);
      this.#kernel.nearestTwo(this.#tile, size, rows, this.#lengths, this.#nearest);
      for (let q = 0; q < size; q++)
        visit(points[first + q], places[q * 6 + 4], distances[q * 3], distances[q * 3 + 1]);
    }
  }

  /**
   * For all points against the first `rows` loaded vectors, in chunks: dots[i * rows + row] belongs to point first + i.
   */
  ofAllPoints(rows: number, visit: (first: number, size: number, dots: Float32Array) => void): void {
    const { buffer } = this.#kernel.memory;
    const chunk = 512;
    for (let first = 0; first < this.count; first += chunk) {
      const size = Math.min(chunk, this.count - first);
      const from = this.#points + first * this.#stride * 4;
      this.#kernel.dotTile(from, (size + 3) & ~3, this.#others, rows, this.#stride, this.#tile);
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
