import type { VectorTable } from '../vectors/vector-table.ts';

export interface ClusterSummary {
  label: number;
  size: number;
  /** The members nearest to the cluster's mean, best first. */
  prototypes: number[];
  /** Root of the mean squared distance to the mean: how wide the cluster is. */
  radius: number;
}

/** What each cluster looks like, largest first; the label −1 (noise) is not a cluster. */
export function summarizeClusters(
  { dimensions, data }: VectorTable,
  labels: ArrayLike<number>,
  prototypes = 4,
): ClusterSummary[] {
  const members = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    const list = members.get(labels[i]);
    if (list === undefined) members.set(labels[i], [i]);
    else list.push(i);
  }
  const summaries = [...members].map(([label, list]) => {
    const mean = new Float64Array(dimensions);
    for (const i of list)
      for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / list.length;
    const distances = list.map((i) => {
      let sum = 0;
      for (let j = 0; j < dimensions; j++) sum += (data[i * dimensions + j] - mean[j]) ** 2;
      return sum;
    });
    const nearest = list.map((_, at) => at).sort((a, b) => distances[a] - distances[b] || a - b);
    return {
      label,
      size: list.length,
      prototypes: nearest.slice(0, prototypes).map((at) => list[at]),
      radius: Math.sqrt(distances.reduce((a, b) => a + b, 0) / list.length),
    };
  });
  return summaries.sort((a, b) => b.size - a.size || a.label - b.label);
}
