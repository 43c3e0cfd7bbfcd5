import { evenSample } from '../vectors/even-sample.ts';
import { meanVector } from '../vectors/mean-vector.ts';
import { nearestCenters } from '../vectors/nearest-centers.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { kMeans } from './k-means.ts';

/** More vectors than this make centres no better, only slower. */
const MOST_LEARNT_FROM = 50_000;

/** k-means of a set of any size: the centres of a large one come from an even sample. */
export function kMeansOfMany(
  table: VectorTable,
  options: { k: number; restarts?: number },
  mostLearntFrom = MOST_LEARNT_FROM,
): { labels: Int32Array; centers: VectorTable } {
  const { sample } = evenSample(table, Math.max(mostLearntFrom, options.k));
  const { labels, centers } = kMeans(sample, options);
  const { dimensions } = table;
  const centerTable = { count: centers.length / dimensions, dimensions, data: Float32Array.from(centers) };
  const isSample = sample !== table;
  return {
    labels: isSample ? nearestCenters(table, centerTable, meanVector(sample)) : labels,
    centers: centerTable,
  };
}
