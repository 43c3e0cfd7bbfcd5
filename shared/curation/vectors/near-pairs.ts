import { reserveMemory } from '../wasm/reserve-memory.ts';
import { makeVectorKernel, type VectorExports } from '../wasm/vector-kernel.ts';
import { splitPoints } from './split-points.ts';
import type { VectorTable } from './vector-table.ts';

const LEAF_SIZE = 32;
/** Beyond it, squares may overflow float32. */
const LARGEST_SQUARE = 1e36;
/** What underflow may take from the square of a distance, for each dimension. */
const UNDERFLOW = 1e-44;

/**
 * All pairs within a radius (Euclidean, at most), exactly: whether a pair is one is what float64 says. Points are
 * parted into small leaves; a leaf whose ball the radius does not reach is skipped (triangle inequality), the others
 * are compared in float32 until it is clear that they are too far, and float64 settles what float32 cannot tell.
 */
export class NearPairs {
  readonly #kernel: VectorExports;
  readonly #table: VectorTable;
  readonly #radius: number;
  readonly #starts: Int32Array;
  readonly #slotIds: Int32Array;
  readonly #at: Record<'points' | 'starts' | 'centers' | 'limits' | 'ids' | 'query' | 'out', number>;
  readonly #leaves: number;

  constructor(table: VectorTable, radius: number) {
    const { count, dimensions, data } = table;
    this.#table = table;
    this.#radius = radius;
    const { order, starts } = splitPoints(table, LEAF_SIZE);
    const leafCount = starts.length - 1;
    this.#leaves = (leafCount + 7) & ~7;
    this.#starts = new Int32Array(this.#leaves + 1);
    for (let leaf = 0; leaf < this.#leaves; leaf++) {
      const size = leaf < leafCount ? starts[leaf + 1] - starts[leaf] : 0;
      this.#starts[leaf + 1] = this.#starts[leaf] + ((size + 7) & ~7);
    }
    const slots = this.#starts[this.#leaves];
    this.#kernel = makeVectorKernel();
    const points = (this.#kernel.heapBase() + 63) & ~63;
    const centers = points + slots * dimensions * 4;
    const limits = centers + this.#leaves * dimensions * 4;
    const startsAt = limits + this.#leaves * 4;
    const ids = startsAt + (this.#leaves + 1) * 4;
    const query = ids + slots * 4;
    const out = query + dimensions * 4 + 32;
    this.#at = { points, starts: startsAt, centers, limits, ids, query, out };
    reserveMemory(this.#kernel.memory, out + count * 4);
    const { buffer } = this.#kernel.memory;
    new Int32Array(buffer, startsAt, this.#leaves + 1).set(this.#starts);
    this.#slotIds = new Int32Array(buffer, ids, slots).fill(-1);
    const packed = new Float32Array(buffer, points, slots * dimensions).fill(Infinity);
    const middles = new Float32Array(buffer, centers, this.#leaves * dimensions);
    const squares = new Float32Array(buffer, limits, this.#leaves).fill(-1);
    for (let leaf = 0; leaf < leafCount; leaf++) {
      const members = order.subarray(starts[leaf], starts[leaf + 1]);
      const first = this.#starts[leaf];
      const step = this.#starts[leaf + 1] - first;
      this.#slotIds.set(members, first);
      const spans = new Float64Array(members.length);
      for (let j = 0; j < dimensions; j++) {
        let sum = 0;
        for (let at = 0; at < members.length; at++) {
          const value = data[members[at] * dimensions + j];
          packed[first * dimensions + j * step + at] = value;
          sum += value;
        }
        const middle = (middles[j * this.#leaves + leaf] = sum / members.length);
        const rounded = Math.fround(middle);
        for (let at = 0; at < members.length; at++)
          spans[at] += (data[members[at] * dimensions + j] - rounded) ** 2;
      }
      const reach = radius + Math.sqrt(spans.reduce((most, span) => Math.max(most, span), 0));
      squares[leaf] = this.#outward(reach * reach);
    }
  }

  /** Calls `visit` once for each pair, in no order that matters. */
  forEach(visit: (i: number, j: number) => void): void {
    const { count, dimensions } = this.#table;
    const square = this.#radius * this.#radius;
    const far = this.#outward(square);
    const near = square < LARGEST_SQUARE ? square * (1 - this.#doubt) - dimensions * UNDERFLOW : -1;
    const found = new Int32Array(this.#kernel.memory.buffer, this.#at.out, count);
    for (let leaf = 0; leaf < this.#leaves; leaf++)
      for (let slot = this.#starts[leaf]; slot < this.#starts[leaf + 1]; slot++) {
        const i = this.#slotIds[slot];
        if (i < 0) break;
        const { points, starts, centers, limits, ids, query, out } = this.#at;
        const length = this.#kernel.nearOf(
          slot,
          leaf,
          points,
          starts,
          dimensions,
          centers,
          limits,
          this.#leaves,
          ids,
          near,
          far,
          query,
          out,
        );
        for (let at = 0; at < length; at++) {
          const j = found[at];
          if (j >= 0) visit(i, j);
          else if (this.#isNear(i, ~j)) visit(i, ~j);
        }
      }
  }

  /** How wrong a sum of squared differences in float32 can be, relative to itself. */
  get #doubt(): number {
    return (this.#table.dimensions + 16) * 2 ** -23;
  }

  /** A float32 limit below which no square is missed. */
  #outward(square: number): number {
    if (!(square < LARGEST_SQUARE)) return Infinity;
    return square * (1 + this.#doubt) + this.#table.dimensions * UNDERFLOW;
  }

  #isNear(i: number, j: number): boolean {
    const { dimensions, data } = this.#table;
    let squares = 0;
    for (let d = 0; d < dimensions; d++) {
      const difference = data[i * dimensions + d] - data[j * dimensions + d];
      squares += difference * difference;
    }
    return squares <= this.#radius * this.#radius;
  }
}
