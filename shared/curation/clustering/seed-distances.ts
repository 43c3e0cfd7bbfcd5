import type { DotProducts } from '../vectors/dot-products.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';

/**
 * The squared distance of every point to the nearest centre so far, and what it would be with one more. Everything
 * lies in the memory of the dot products: `most` × count float32 and 2 × count float64.
 */
export class SeedDistances {
  readonly #products: DotProducts;
  readonly #lengths: Float64Array;
  readonly #at: Record<'dots' | 'lengths' | 'closest' | 'owns' | 'sums', number>;

  /** @param most how many candidates are tried at once, at most */
  constructor(products: DotProducts, lengths: Float64Array, most: number) {
    this.#products = products;
    this.#lengths = lengths;
    const { kernel, free } = products.layout;
    const count = lengths.length;
    const lengthsAt = (free + 15) & ~15;
    const closest = lengthsAt + count * 8;
    const owns = closest + count * 8;
    const sums = owns + most * 8;
    const dots = sums + most * 8;
    this.#at = { lengths: lengthsAt, closest, owns, sums, dots };
    // Dots come in fours of points.
    reserveMemory(kernel.memory, dots + (count + 3) * most * 4);
    new Float64Array(kernel.memory.buffer, lengthsAt, count).set(lengths);
    new Float64Array(kernel.memory.buffer, closest, count).fill(Infinity);
  }

  /** Squared distances to the nearest centre; a view that stays true. */
  get closest(): Float64Array {
    return new Float64Array(
      this.#products.layout.kernel.memory.buffer,
      this.#at.closest,
      this.#lengths.length,
    );
  }

  /** The sum of `closest` with each of these points as one more centre. `rows`: their vectors, one after the other. */
  potentials(candidates: readonly number[], rows: Float32Array): Float64Array {
    const { kernel, points, others, stride } = this.#products.layout;
    const { dots, lengths, closest, owns, sums } = this.#at;
    const count = this.#lengths.length;
    this.#products.load(rows, candidates.length);
    const { buffer } = kernel.memory;
    new Float64Array(buffer, owns, candidates.length).set(candidates.map((point) => this.#lengths[point]));
    const totals = new Float64Array(buffer, sums, candidates.length).fill(0);
    kernel.dotTile(points, (count + 3) & ~3, others, candidates.length, stride, dots);
    kernel.potentials(dots, count, candidates.length, lengths, owns, closest, sums);
    return totals.slice();
  }

  /** Makes a centre of one of the candidates that were asked about last. */
  take(place: number, candidates: readonly number[]): void {
    const { dots, lengths, closest, owns } = this.#at;
    const count = this.#lengths.length;
    const { kernel } = this.#products.layout;
    kernel.takeCandidate(dots, count, candidates.length, place, lengths, owns, closest);
    this.closest[candidates[place]] = 0;
  }
}
