import { InvalidInput } from '../../errors.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { kMeans } from './k-means.ts';

/** One split of a divisive tree: node 0 holds everything, and each split makes the next two nodes. */
export interface Split {
  parent: number;
  first: number;
  second: number;
  /** By how much the split lowers the sum of squared distances. */
  gain: number;
}

/**
 * Divisive clustering by bisecting k-means (Steinbach, Karypis and Kumar 2000): always the node with the largest sum
 * of squared distances is split in two, until there are k leaves or nothing left to split.
 *
 * @returns the leaf of every point, numbered by the lowest point, and the splits
 */
export function divide(table: VectorTable, k: number, seed = 1): { labels: Int32Array; splits: Split[] } {
  if (!(k >= 1)) throw new InvalidInput(`${k} is not a number of clusters.`);
  const nodes = [{ id: 0, members: Int32Array.from({ length: table.count }, (_, i) => i) }].map((node) => ({
    ...node,
    inertia: inertiaOf(table, node.members),
  }));
  const splits: Split[] = [];
  while (nodes.length < k) {
    let widest = -1;
    for (let i = 0; i < nodes.length; i++)
      if (nodes[i].inertia > 0 && (widest < 0 || nodes[i].inertia > nodes[widest].inertia)) widest = i;
    if (widest < 0) break;
    const [parent] = nodes.splice(widest, 1);
    const { labels } = kMeans(tableOf(table, parent.members), {
      k: 2,
      seed: seed + splits.length,
      restarts: 4,
    });
    const children = [0, 1].map((side) => {
      const members = parent.members.filter((_, at) => labels[at] === side);
      return { id: splits.length * 2 + 1 + side, members, inertia: inertiaOf(table, members) };
    });
    splits.push({
      parent: parent.id,
      first: children[0].id,
      second: children[1].id,
      gain: parent.inertia - children[0].inertia - children[1].inertia,
    });
    nodes.push(...children);
  }
  nodes.sort((a, b) => a.members[0] - b.members[0]);
  const labels = new Int32Array(table.count);
  for (const [label, { members }] of nodes.entries()) for (const i of members) labels[i] = label;
  return { labels, splits };
}

function tableOf({ dimensions, data }: VectorTable, members: Int32Array): VectorTable {
  const rows = new Float32Array(members.length * dimensions);
  for (const [at, i] of members.entries())
    rows.set(data.subarray(i * dimensions, (i + 1) * dimensions), at * dimensions);
  return { count: members.length, dimensions, data: rows };
}

function inertiaOf({ dimensions, data }: VectorTable, members: Int32Array): number {
  let inertia = 0;
  for (let j = 0; j < dimensions; j++) {
    let sum = 0;
    for (const i of members) sum += data[i * dimensions + j];
    const mean = sum / members.length;
    for (const i of members) inertia += (data[i * dimensions + j] - mean) ** 2;
  }
  return members.length < 2 ? 0 : inertia;
}
