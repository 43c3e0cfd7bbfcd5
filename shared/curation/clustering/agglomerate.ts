import { InvalidInput } from '../../errors.ts';
import { neighbourChain } from './neighbour-chain.ts';
import type { RawMerge } from './neighbour-chain.ts';

export type Linkage = 'single' | 'complete' | 'average' | 'ward';

/** 512 MB as a square, which is several times faster to walk; larger sets stay condensed. */
const SQUARE_LIMIT = 8000;

/** One step of a dendrogram: clusters below `count` are points, cluster count + i is what merge i made. */
export interface Merge {
  first: number;
  second: number;
  distance: number;
  size: number;
}

/**
 * Agglomerative clustering of condensed distances: single linkage by a minimum spanning tree, the others by the
 * nearest-neighbour chain (Müllner 2011), in O(n²). Merges, their order and the choice between equal distances are
 * scipy's (`scipy.cluster.hierarchy.linkage`), row by row.
 *
 * @param distances see condensedDistances; not changed
 */
export function agglomerate(distances: Float64Array, linkage: Linkage): Merge[] {
  const count = (1 + Math.sqrt(1 + 8 * distances.length)) / 2;
  if (!Number.isInteger(count))
    throw new InvalidInput(`${distances.length} distances are not those of all pairs of a set.`);
  const raw =
    linkage === 'single'
      ? spanningTree(distances, count)
      : count <= SQUARE_LIMIT
        ? neighbourChain(distances, count, linkage)
        : condensedChain(distances, count, linkage);
  // Array.sort is stable, as scipy's mergesort is
  raw.sort((a, b) => a.distance - b.distance);
  return nameClusters(raw, count);
}

function spanningTree(distances: Float64Array, count: number): RawMerge[] {
  const isMerged = new Uint8Array(count);
  const nearest = new Float64Array(count).fill(Infinity);
  const merges: RawMerge[] = [];
  let x = 0;
  for (let step = 0; step < count - 1; step++) {
    isMerged[x] = 1;
    let best = Infinity;
    let y = 0;
    for (let i = 0; i < count; i++) {
      if (isMerged[i] === 1) continue;
      const distance = distances[indexOf(count, x, i)];
      if (nearest[i] > distance) nearest[i] = distance;
      if (nearest[i] < best) {
        best = nearest[i];
        y = i;
      }
    }
    merges.push({ first: x, second: y, distance: best });
    x = y;
  }
  return merges;
}

/** The same as neighbourChain, in the order of its steps, without the square. */
export function condensedChain(
  distances: Float64Array,
  count: number,
  linkage: Exclude<Linkage, 'single'>,
): RawMerge[] {
  const d = distances.slice();
  const at = (i: number, j: number) => indexOf(count, i, j);
  const sizes = new Int32Array(count).fill(1);
  const chain = new Int32Array(count);
  const merges: RawMerge[] = [];
  // Clusters still there, ascending, so that later rounds do not walk over the merged ones.
  const alive = Int32Array.from({ length: count }, (_, i) => i);
  let living = count;
  let length = 0;
  for (let step = 0; step < count - 1; step++) {
    if (length === 0) {
      length = 1;
      chain[0] = alive[0];
    }
    let x: number;
    let y = 0;
    let best: number;
    for (;;) {
      x = chain[length - 1];
      best = Infinity;
      // The previous one wins a tie, or the chain could go in circles.
      if (length > 1) {
        y = chain[length - 2];
        best = d[at(x, y)];
      }
      const base = count * x - ((x + 1) * (x + 2)) / 2;
      let place = 0;
      for (; alive[place] < x; place++) {
        const i = alive[place];
        const distance = d[count * i - ((i + 1) * (i + 2)) / 2 + x];
        if (distance < best) {
          best = distance;
          y = i;
        }
      }
      for (place++; place < living; place++) {
        const distance = d[base + alive[place]];
        if (distance < best) {
          best = distance;
          y = alive[place];
        }
      }
      if (length > 1 && y === chain[length - 2]) break;
      chain[length++] = y;
    }
    length -= 2;
    if (x > y) [x, y] = [y, x];
    const nx = sizes[x];
    const ny = sizes[y];
    merges.push({ first: x, second: y, distance: best });
    sizes[x] = 0;
    sizes[y] = nx + ny;
    alive.copyWithin(alive.indexOf(x), alive.indexOf(x) + 1, living--);
    for (let place = 0; place < living; place++) {
      const i = alive[place];
      if (i === y) continue;
      const dx = d[at(x, i)];
      const dy = d[at(y, i)];
      let distance: number;
      if (linkage === 'complete') distance = Math.max(dx, dy);
      else if (linkage === 'average') distance = (nx * dx + ny * dy) / (nx + ny);
      else {
        const ni = sizes[i];
        const t = 1 / (nx + ny + ni);
        distance = Math.sqrt((ni + nx) * t * dx * dx + (ni + ny) * t * dy * dy - ni * t * best * best);
      }
      d[at(y, i)] = distance;
    }
  }
  return merges;
}

/** Where the distance of i and j lies in the condensed form. */
function indexOf(count: number, i: number, j: number): number {
  return i < j ? count * i - ((i + 1) * (i + 2)) / 2 + j : count * j - ((j + 1) * (j + 2)) / 2 + i;
}

/** Replaces points by the clusters they belong to at that time. */
function nameClusters(raw: RawMerge[], count: number): Merge[] {
  const parent = Int32Array.from({ length: 2 * count - 1 }, (_, i) => i);
  const sizes = new Int32Array(2 * count - 1).fill(1);
  const rootOf = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  return raw.map(({ first, second, distance }, step) => {
    const [a, b] = [rootOf(first), rootOf(second)];
    const made = count + step;
    parent[a] = parent[b] = made;
    sizes[made] = sizes[a] + sizes[b];
    return { first: Math.min(a, b), second: Math.max(a, b), distance, size: sizes[made] };
  });
}
