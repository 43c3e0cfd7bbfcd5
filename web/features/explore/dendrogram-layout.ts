import type { Merge } from '../../../shared/curation/clustering/agglomerate.ts';

/** A merge as it is drawn: two legs from its parts up to its own height. x counts leaves, y is the distance. */
export interface DendrogramArm {
  left: number;
  leftFrom: number;
  right: number;
  rightFrom: number;
  distance: number;
}

/** Leaves side by side so that no two arms cross. */
export function dendrogramLayout(merges: readonly Merge[]): DendrogramArm[] {
  const leaves = merges.length + 1;
  const x = new Float64Array(leaves + merges.length);
  let next = 0;
  const waiting = [leaves + merges.length - 1];
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    if (node < leaves) x[node] = next++;
    else waiting.push(merges[node - leaves].second, merges[node - leaves].first);
  }
  const heightOf = (node: number) => (node < leaves ? 0 : merges[node - leaves].distance);
  return merges.map(({ first, second, distance }, step) => {
    x[leaves + step] = (x[first] + x[second]) / 2;
    return {
      left: x[first],
      leftFrom: heightOf(first),
      right: x[second],
      rightFrom: heightOf(second),
      distance,
    };
  });
}

/** The height at which a cut leaves so many groups: between two merges, or beyond the ends. */
export function cutHeight(merges: readonly Merge[], clusters: number): number {
  const kept = merges.length + 1 - clusters;
  const below = kept > 0 ? merges[kept - 1].distance : 0;
  const above = merges[kept]?.distance ?? below * 1.05;
  return (below + above) / 2;
}
