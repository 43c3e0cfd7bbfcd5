import { NearPairs } from '../vectors/near-pairs.ts';
import type { VectorTable } from '../vectors/vector-table.ts';

export interface DbscanOptions {
  /** Neighbours are at most this far away. */
  radius: number;
  /** A core point has at least so many neighbours, itself included. */
  minPoints: number;
}

/** 128 MB of pairs. */
const MOST_KEPT = 1 << 25;

/**
 * DBSCAN (Ester et al. 1996) by Euclidean distance. Labels are those of scikit-learn: clusters are numbered by their
 * lowest core point, a border point goes to the lowest-numbered cluster that reaches it, noise is −1.
 */
export function dbscan(table: VectorTable, { radius, minPoints }: DbscanOptions): Int32Array {
  const { count } = table;
  const near = new NearPairs(table, radius);
  const degrees = new Int32Array(count).fill(1);
  let pairs = new Int32Array(1 << 16);
  let length = 0;
  near.forEach((i, j) => {
    degrees[i]++;
    degrees[j]++;
    if (length + 2 > pairs.length && pairs.length < MOST_KEPT) {
      const larger = new Int32Array(pairs.length * 2);
      larger.set(pairs);
      pairs = larger;
    }
    pairs[length++] = i;
    pairs[length++] = j;
  });
  // Beyond what is kept, pairs are found anew: a dense set has nearly all of them.
  const forEachPair = (visit: (i: number, j: number) => void) => {
    if (length > pairs.length) near.forEach(visit);
    else for (let at = 0; at < length; at += 2) visit(pairs[at], pairs[at + 1]);
  };
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  forEachPair((i, j) => {
    if (degrees[i] < minPoints || degrees[j] < minPoints) return;
    const a = rootOf(i);
    const b = rootOf(j);
    // the lower index stays the root, so roots are in the order of the clusters' numbers
    if (a < b) parent[b] = a;
    else parent[a] = b;
  });
  const labels = new Int32Array(count).fill(-1);
  let clusters = 0;
  for (let i = 0; i < count; i++) {
    if (degrees[i] < minPoints) continue;
    const root = rootOf(i);
    labels[i] = root === i ? clusters++ : labels[root];
  }
  const claim = (border: number, core: number) => {
    if (degrees[border] >= minPoints || degrees[core] < minPoints) return;
    if (labels[border] < 0 || labels[core] < labels[border]) labels[border] = labels[core];
  };
  forEachPair((i, j) => {
    claim(i, j);
    claim(j, i);
  });
  return labels;
}
