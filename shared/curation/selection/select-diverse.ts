import { DotProducts } from '../vectors/dot-products.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import type { Selected } from './selected.ts';

/**
 * k-center greedy (Sener and Savarese 2018): always the vector that is farthest from everything chosen so far, so that
 * nothing stays far from the selection (at most twice the best possible radius). Stops when only copies are left.
 *
 * @param chosen already there, for example what is labelled; not returned
 */
export function selectDiverse(
  table: VectorTable,
  budget: number,
  chosen: readonly number[] = [],
): Selected[] {
  const { count, dimensions, data } = table;
  const lengths = new Float64Array(count);
  for (let i = 0; i < count; i++)
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) lengths[i] += data[j] * data[j];
  const nearest = new Float64Array(count).fill(Infinity);
  const products = new DotProducts(table, 4);
  const take = (index: number) => {
    products.load(data.subarray(index * dimensions, (index + 1) * dimensions), 1);
    products.ofAllPoints(1, (first, size, dots) => {
      for (let i = 0; i < size; i++) {
        const squares = Math.max(0, lengths[first + i] + lengths[index] - 2 * dots[i]);
        if (squares < nearest[first + i]) nearest[first + i] = squares;
      }
    });
    nearest[index] = 0;
  };
  for (const index of chosen) take(index);
  const selected: Selected[] = [];
  while (selected.length < budget && selected.length + chosen.length < count) {
    const next = chosen.length + selected.length === 0 ? mostCentral(table) : farthest(nearest);
    const distance = Math.sqrt(nearest[next]);
    if (distance === 0) break;
    const reason =
      distance === Infinity
        ? 'The most central one, to start from.'
        : `${distance.toFixed(3)} away from everything chosen before it.`;
    selected.push({ index: next, reason });
    take(next);
  }
  return selected;
}

function farthest(nearest: Float64Array): number {
  let best = 0;
  for (let i = 1; i < nearest.length; i++) if (nearest[i] > nearest[best]) best = i;
  return best;
}

function mostCentral({ count, dimensions, data }: VectorTable): number {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count;
  let [best, least] = [0, Infinity];
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let j = 0; j < dimensions; j++) squares += (data[i * dimensions + j] - mean[j]) ** 2;
    if (squares < least) [best, least] = [i, squares];
  }
  return best;
}
