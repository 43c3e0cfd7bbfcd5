import type { DotProducts } from '../vectors/dot-products.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { SeedDistances } from './seed-distances.ts';

/**
 * Greedy k-means++: each centre is drawn with probability proportional to the squared distance to the nearest one so
 * far, the best of 2 + ⌊ln k⌋ draws. When all points are taken, the rest of the centres repeat points.
 *
 * @returns k × dimensions
 */
export function plusPlusCenters(
  products: DotProducts,
  { count, dimensions, data }: VectorTable,
  k: number,
  random: () => number,
): Float64Array {
  const lengths = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++, at++) lengths[i] += data[at] * data[at];
  const trials = Math.min(16, 2 + Math.floor(Math.log(k)));
  const distances = new SeedDistances(products, lengths, trials);
  const centers = new Float64Array(k * dimensions);
  const candidateRows = new Float32Array(trials * dimensions);
  let total = 0;
  for (let c = 0; c < k; c++) {
    const candidates =
      c === 0 || total <= 0 ? [Math.floor(random() * count)] : draw(distances.closest, total, trials, random);
    for (const [row, point] of candidates.entries())
      candidateRows.set(data.subarray(point * dimensions, (point + 1) * dimensions), row * dimensions);
    const potentials = distances.potentials(candidates, candidateRows);
    let best = 0;
    for (let row = 1; row < candidates.length; row++) if (potentials[row] < potentials[best]) best = row;
    distances.take(best, candidates);
    total = potentials[best];
    centers.set(
      data.subarray(candidates[best] * dimensions, (candidates[best] + 1) * dimensions),
      c * dimensions,
    );
  }
  return centers;
}

function draw(weights: Float64Array, total: number, trials: number, random: () => number): number[] {
  const targets = Array.from({ length: trials }, () => random() * total).sort((a, b) => a - b);
  const drawn: number[] = [];
  let sum = 0;
  for (let i = 0; i < weights.length && drawn.length < trials; i++) {
    sum += weights[i];
    while (drawn.length < trials && targets[drawn.length] < sum) drawn.push(i);
  }
  while (drawn.length < trials) drawn.push(weights.length - 1);
  return [...new Set(drawn)];
}
