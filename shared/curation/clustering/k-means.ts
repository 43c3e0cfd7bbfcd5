import { InvalidInput } from '../../errors.ts';
import { seededRandom } from '../seeded-random.ts';
import { DotProducts } from '../vectors/dot-products.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { plusPlusCenters } from './plus-plus-centers.ts';

export interface KMeansOptions {
  k: number;
  seed?: number;
  /** How often to start anew; the run with the least inertia wins. */
  restarts?: number;
  maxIterations?: number;
}

export interface KMeansResult {
  labels: Int32Array;
  /** k × dimensions. */
  centers: Float64Array;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  iterations: number;
}

/** Float32 dot products are this wrong at most, relative to the squared length of the longest centred vector. */
const SLACK = 4e-6;

/**
 * k-means by Lloyd's iterations with Hamerly's bounds (2010), started by greedy k-means++ (Arthur and Vassilvitskii
 * 2007): the same result as plain Lloyd, but most points are not compared with most centres. An empty cluster takes the
 * point that is farthest from its centre. Deterministic for a seed.
 *
 * @throws InvalidInput when there are fewer vectors than clusters
 */
export function kMeans(
  table: VectorTable,
  { k, seed = 1, restarts = 3, maxIterations = 300 }: KMeansOptions,
): KMeansResult {
  if (!(k >= 1 && k <= table.count))
    throw new InvalidInput(`${table.count} vectors cannot make ${k} clusters; choose 1 to ${table.count}.`);
  const { mean, centered } = centerVectors(table);
  const products = new DotProducts(centered, Math.max(k, 16));
  const random = seededRandom(seed);
  let best: KMeansResult | undefined;
  for (let run = 0; run < restarts; run++) {
    const start = plusPlusCenters(products, centered, k, random);
    const result = lloyd(products, centered, start, maxIterations);
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  best!.centers = best!.centers.map((value, i) => value + mean[i % table.dimensions]);
  return best!;
}

/** Distances do not change when the mean is taken off, but float32 keeps more of them. */
function centerVectors({ count, dimensions, data }: VectorTable) {
  const mean = new Float64Array(dimensions);
  for (let at = 0; at < data.length;) for (let j = 0; j < dimensions; j++, at++) mean[j] += data[at];
  for (let j = 0; j < dimensions; j++) mean[j] /= count;
  const centered = new Float32Array(data.length);
  for (let at = 0; at < data.length;)
    for (let j = 0; j < dimensions; j++, at++) centered[at] = data[at] - mean[j];
  return { mean, centered: { count, dimensions, data: centered } };
}

function lloyd(
  products: DotProducts,
  { count, dimensions, data }: VectorTable,
  centers: Float64Array,
  maxIterations: number,
): KMeansResult {
  const k = centers.length / dimensions;
  const lengths = squaredLengths(data, dimensions);
  const slack = SLACK * lengths.reduce((a, b) => Math.max(a, b), 0);
  const labels = new Int32Array(count).fill(-1);
  const upper = new Float64Array(count).fill(Infinity);
  const lower = new Float64Array(count);
  const sums = new Float64Array(k * dimensions);
  const sizes = new Float64Array(k);
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    const half = halfGaps(centers, k, dimensions);
    const open: number[] = [];
    for (let i = 0; i < count; i++)
      if (labels[i] < 0 || upper[i] > Math.max(lower[i], half[labels[i]])) open.push(i);
    const centerLengths = squaredLengths(centers, dimensions);
    products.load(centers, k);
    let changes = 0;
    products.nearestOf(Int32Array.from(open), k, centerLengths, (point, label, nearest, second) => {
      upper[point] = Math.sqrt(Math.max(0, nearest + lengths[point] + slack));
      lower[point] = Math.sqrt(Math.max(0, second + lengths[point] - slack));
      if (label === labels[point]) return;
      move(data, dimensions, point, labels[point], label, sums, sizes);
      labels[point] = label;
      changes++;
    });
    if (changes === 0) break;
    refillEmpty(data, dimensions, labels, upper, lower, sums, sizes);
    let farthest = 0;
    const shifts = new Float64Array(k);
    for (let c = 0; c < k; c++) {
      let shift = 0;
      for (let j = c * dimensions; j < (c + 1) * dimensions; j++) {
        const value = sums[j] / sizes[c];
        shift += (value - centers[j]) ** 2;
        centers[j] = value;
      }
      shifts[c] = Math.sqrt(shift);
      farthest = Math.max(farthest, shifts[c]);
    }
    for (let i = 0; i < count; i++) {
      upper[i] += shifts[labels[i]];
      lower[i] -= farthest;
    }
  }
  let inertia = 0;
  for (let i = 0; i < count; i++) inertia += squaredDistance(data, i, centers, labels[i], dimensions);
  return { labels, centers, inertia, iterations };
}

function move(
  data: Float32Array,
  dimensions: number,
  point: number,
  from: number,
  to: number,
  sums: Float64Array,
  sizes: Float64Array,
): void {
  for (let j = 0; j < dimensions; j++) {
    const value = data[point * dimensions + j];
    if (from >= 0) sums[from * dimensions + j] -= value;
    sums[to * dimensions + j] += value;
  }
  if (from >= 0) sizes[from]--;
  sizes[to]++;
}

/** Gives each empty cluster the point that is farthest from its own centre. */
function refillEmpty(
  data: Float32Array,
  dimensions: number,
  labels: Int32Array,
  upper: Float64Array,
  lower: Float64Array,
  sums: Float64Array,
  sizes: Float64Array,
): void {
  for (let c = 0; c < sizes.length; c++) {
    if (sizes[c] > 0) continue;
    let farthest = -1;
    for (let i = 0; i < labels.length; i++)
      if (sizes[labels[i]] > 1 && (farthest < 0 || upper[i] > upper[farthest])) farthest = i;
    if (farthest < 0) continue;
    sums.fill(0, c * dimensions, (c + 1) * dimensions);
    move(data, dimensions, farthest, labels[farthest], c, sums, sizes);
    labels[farthest] = c;
    upper[farthest] = Infinity;
    lower[farthest] = 0;
  }
}

/** Half the distance from each centre to its nearest other. */
function halfGaps(centers: Float64Array, k: number, dimensions: number): Float64Array {
  const gaps = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++) {
      let sum = 0;
      for (let j = 0; j < dimensions; j++)
        sum += (centers[a * dimensions + j] - centers[b * dimensions + j]) ** 2;
      gaps[a] = Math.min(gaps[a], sum);
      gaps[b] = Math.min(gaps[b], sum);
    }
  return gaps.map((gap) => Math.sqrt(gap) / 2);
}

function squaredLengths(data: Float32Array | Float64Array, dimensions: number): Float64Array {
  const lengths = new Float64Array(data.length / dimensions);
  for (let i = 0, at = 0; i < lengths.length; i++)
    for (let j = 0; j < dimensions; j++, at++) lengths[i] += data[at] * data[at];
  return lengths;
}

function squaredDistance(
  data: Float32Array,
  i: number,
  centers: Float64Array,
  c: number,
  dimensions: number,
) {
  let sum = 0;
  for (let j = 0; j < dimensions; j++) sum += (data[i * dimensions + j] - centers[c * dimensions + j]) ** 2;
  return sum;
}
