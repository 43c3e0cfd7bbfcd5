import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { agglomerate } from './agglomerate.ts';
import { condensedDistances } from './condensed-distances.ts';
import { cutDendrogram } from './cut-dendrogram.ts';
import { dbscan } from './dbscan.ts';
import { divide } from './divide.ts';
import { findElbow } from './find-elbow.ts';
import { kDistances } from './k-distances.ts';
import { kMeans } from './k-means.ts';
import { silhouette } from './silhouette.ts';
import { summarizeClusters } from './summarize-clusters.ts';

/** Four well separated clouds of 40 points in 3 dimensions, in turns. */
const random = seededRandom(2);
const table = vectorTable(
  Float32Array.from({ length: 160 * 3 }, (_, at) => {
    const cloud = Math.floor(at / 3) % 4;
    return [0, 20, 40, 60][cloud] * (at % 3 === 0 ? 1 : 0.3) + random() * 4;
  }),
  3,
);
const truth = Array.from({ length: 160 }, (_, i) => i % 4);

/** Numbers labels by first appearance, so that partitions can be compared. */
const canonical = (labels: ArrayLike<number>) => {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label);
  });
};

describe('clustering', () => {
  test('every method finds four clear clouds', () => {
    expect(canonical(kMeans(table, { k: 4 }).labels)).toEqual(truth);
    expect(canonical(divide(table, 4).labels)).toEqual(truth);
    expect(canonical(dbscan(table, { radius: 3, minPoints: 4 }))).toEqual(truth);
    for (const linkage of ['single', 'complete', 'average', 'ward'] as const) {
      const merges = agglomerate(condensedDistances(table), linkage);
      expect([...cutDendrogram(merges, { clusters: 4 })]).toEqual(truth);
      // three merges are left that join clouds: a cut just below them leaves four, a cut above all leaves one
      expect([...cutDendrogram(merges, { distance: merges[156].distance * 0.999 })]).toEqual(truth);
      expect(new Set(cutDendrogram(merges, { distance: Infinity })).size).toBe(1);
    }
  });

  test('the silhouette and the elbow both say four', () => {
    const inertias: number[] = [];
    const silhouettes: number[] = [];
    for (let k = 2; k <= 8; k++) {
      const { labels, inertia } = kMeans(table, { k });
      inertias.push(inertia);
      silhouettes.push(silhouette(table, labels).reduce((a, b) => a + b) / 160);
    }
    expect(silhouettes.indexOf(Math.max(...silhouettes)) + 2).toBe(4);
    expect([3, 4]).toContain(findElbow(inertias) + 2);
  });

  test('the k-distance curve shows a radius that works', () => {
    const curve = kDistances(neighbourGraph(table, 4), 4);
    expect(curve[0]).toBeGreaterThan(0);
    const radius = curve[curve.length - 1];
    expect(canonical(dbscan(table, { radius, minPoints: 4 }))).toEqual(truth);
  });

  test('k-means is the same for the same seed, and takes the hardest sets', () => {
    expect(kMeans(table, { k: 7, seed: 5 })).toEqual(kMeans(table, { k: 7, seed: 5 }));
    const same = vectorTable(new Float32Array(20).fill(3), 2);
    expect(kMeans(same, { k: 3 }).inertia).toBe(0);
    expect(kMeans(table, { k: 160 }).inertia).toBeLessThan(1e-3);
    expect(() => kMeans(table, { k: 161 })).toThrow(/cannot make 161 clusters/);
  });

  test('neighbours are exact and exclude oneself, copies included', () => {
    const copies = vectorTable(Float32Array.of(1, 1, 1, 1, 5, 5, 1, 1), 2);
    const graph = neighbourGraph(copies, 2);
    expect([...graph.ids]).toEqual([1, 3, 0, 3, 0, 1, 0, 1]);
    expect(graph.distances[0]).toBe(0);
  });

  test('prototypes are the most typical members', () => {
    const [largest] = summarizeClusters(
      vectorTable(Float32Array.of(0, 1, 2, 3, 100), 1),
      [0, 0, 0, 0, -1],
      2,
    );
    expect(largest).toMatchObject({ size: 4, prototypes: [1, 2] });
  });
});
