import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { ClusterOverview, clusterOverview } from './cluster-overview.ts';
import { cutDendrogram } from './cut-dendrogram.ts';
import { dbscan } from './dbscan.ts';
import { densityGroups } from './density-groups.ts';

/** Four clouds far from each other, in turns. */
function clouds(count: number) {
  const random = seededRandom(4);
  const middles = [0, 0, 20, 0, 0, 20, 20, 20];
  const data = Float32Array.from({ length: count * 2 }, (_, at) => {
    const cloud = Math.floor(at / 2) % 4;
    return middles[2 * cloud + (at % 2)] + random() + random();
  });
  return vectorTable(data, 2);
}

test.each([120, 900])('four clouds of %i points are found by every means of choosing', (count) => {
  const table = clouds(count);
  const { overview, leaves } = clusterOverview(table, neighbourGraph(table, 12));
  ClusterOverview.parse(overview);
  expect(overview.bestSilhouette).toBe(4);
  expect(overview.leafSizes.reduce((a, b) => a + b)).toBe(count);
  const ofLeaf = cutDendrogram(overview.merges, { clusters: 4 });
  const groups = Array.from({ length: 4 }, (_, cloud) =>
    [...leaves].flatMap((leaf, i) => (i % 4 === cloud ? [ofLeaf[leaf]] : [])),
  );
  expect(groups.map((labels) => new Set(labels).size)).toEqual([1, 1, 1, 1]);
  expect(overview.kDistances.length).toBeLessThanOrEqual(200);
  expect(overview.radius).toBeGreaterThan(0);
  expect(overview.radius).toBeLessThan(3);
});

test('groups by density are those of DBSCAN where the graph holds every neighbour within the radius', () => {
  const random = seededRandom(9);
  const table = vectorTable(
    Float32Array.from({ length: 600 }, () => random() * 12),
    2,
  );
  const graph = neighbourGraph(table, 60);
  const neighboursOf = (row: number) => ({
    ids: graph.ids.subarray(row * graph.k, (row + 1) * graph.k),
    distances: graph.distances.subarray(row * graph.k, (row + 1) * graph.k),
  });
  for (const radius of [0.3, 0.6, 0.9]) {
    const options = { radius, minPoints: 5 };
    const ours = densityGroups(table.count, neighboursOf, options);
    const theirs = dbscan(table, options);
    // Border points may go to either neighbour; cores, noise and the number of groups may not differ.
    expect([...ours].map((label) => label < 0)).toEqual([...theirs].map((label) => label < 0));
    expect(new Set(ours).size).toBe(new Set(theirs).size);
  }
});
