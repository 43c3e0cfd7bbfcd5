import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';

/** Directed edges with weights in (0, 1]; every edge is there in both directions. */
export interface FuzzyGraph {
  count: number;
  heads: Int32Array;
  tails: Int32Array;
  weights: Float64Array;
}

/**
 * The fuzzy neighbourhood graph of UMAP (McInnes, Healy and Melville 2018): distances become memberships that fall
 * from the nearest neighbour on, at a rate that gives every point the same effective number of neighbours; the two
 * directions a and b are joined as a + b − ab.
 */
export function fuzzyGraph(graph: NeighbourGraph): FuzzyGraph {
  const { count, k, ids, distances } = graph;
  const meanDistance = distances.reduce((a, b) => a + b, 0) / Math.max(1, distances.length);
  const memberships = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    const own = distances.subarray(i * k, (i + 1) * k);
    const nearest = own.find((distance) => distance > 0) ?? 0;
    const sigma = bandwidth(own, nearest, meanDistance);
    for (let at = 0; at < k; at++)
      memberships[i * k + at] =
        own[at] <= nearest || sigma === 0 ? 1 : Math.exp(-(own[at] - nearest) / sigma);
  }
  return symmetrize(count, k, ids, memberships);
}

/** Bisection for Σ membership = log2(k + 1), the point itself counting as a neighbour. */
function bandwidth(distances: Float64Array, nearest: number, meanDistance: number): number {
  const target = Math.log2(distances.length + 1);
  let [low, high, middle] = [0, Infinity, 1];
  for (let step = 0; step < 64; step++) {
    let sum = 0;
    for (const distance of distances)
      sum += distance > nearest ? Math.exp(-(distance - nearest) / middle) : 1;
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = middle;
    else low = middle;
    middle = high === Infinity ? middle * 2 : (low + high) / 2;
  }
  const own = distances.reduce((a, b) => a + b, 0) / (distances.length + 1);
  return Math.max(middle, 1e-3 * (nearest > 0 ? own : meanDistance));
}

function symmetrize(count: number, k: number, ids: Int32Array, memberships: Float64Array): FuzzyGraph {
  const edges = new Map<number, number>();
  for (let i = 0; i < count; i++)
    for (let at = i * k; at < (i + 1) * k; at++) {
      const [low, high] = i < ids[at] ? [i, ids[at]] : [ids[at], i];
      const key = low * count + high;
      const other = edges.get(key);
      edges.set(
        key,
        other === undefined ? memberships[at] : other + memberships[at] - other * memberships[at],
      );
    }
  const keys = Float64Array.from(edges.keys()).sort();
  const heads = new Int32Array(keys.length * 2);
  const tails = new Int32Array(keys.length * 2);
  const weights = new Float64Array(keys.length * 2);
  for (const [at, key] of keys.entries()) {
    const low = Math.floor(key / count);
    const high = key - low * count;
    heads[at * 2] = tails[at * 2 + 1] = low;
    tails[at * 2] = heads[at * 2 + 1] = high;
    weights[at * 2] = weights[at * 2 + 1] = edges.get(key)!;
  }
  return { count, heads, tails, weights };
}
