import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { agglomerate, type Linkage } from '../../shared/curation/clustering/agglomerate.ts';
import { condensedDistances } from '../../shared/curation/clustering/condensed-distances.ts';
import { dbscan } from '../../shared/curation/clustering/dbscan.ts';
import { kMeans } from '../../shared/curation/clustering/k-means.ts';
import { silhouette } from '../../shared/curation/clustering/silhouette.ts';
import { trainLogisticRegression } from '../../shared/curation/micro-model/logistic-regression.ts';
import { predictProbabilities } from '../../shared/curation/micro-model/predict-probabilities.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';

interface Goldens {
  clusters: {
    name: string;
    dimensions: number;
    data: number[];
    linkage: Record<Linkage, [number, number, number, number][]>;
    dbscan: { radius: number; minPoints: number; labels: number[] }[];
    kmeans: { k: number; inertia: number }[];
    silhouette?: { labels: number[]; values: number[] };
  }[];
  regressions: {
    classes: number;
    dimensions: number;
    data: number[];
    labels: number[];
    C: number;
    weights: 'balanced' | null;
    scheme: 'multinomial' | 'one-vs-rest';
    coefficients: number[];
    intercepts: number[];
    probabilities: number[];
  }[];
}

/** What scipy and scikit-learn say (curate-statistics.py). */
const goldens = JSON.parse(
  await readFile(new URL('./curate-statistics.json', import.meta.url), 'utf8'),
) as Goldens;

describe.each(goldens.clusters)('$name', ({ dimensions, data, ...golden }) => {
  const table = vectorTable(Float32Array.from(data), dimensions);

  test.each(Object.keys(golden.linkage) as Linkage[])('%s linkage merges as scipy does', (linkage) => {
    const merges = agglomerate(condensedDistances(table), linkage);
    expect(merges.map(({ first, second, size }) => [first, second, size])).toEqual(
      golden.linkage[linkage].map(([first, second, , size]) => [first, second, size]),
    );
    for (const [step, { distance }] of merges.entries())
      expect(distance).toBeCloseTo(golden.linkage[linkage][step][2], 10);
  });

  test('DBSCAN labels as scikit-learn does', () => {
    for (const { radius, minPoints, labels } of golden.dbscan)
      expect([...dbscan(table, { radius, minPoints })], `radius ${radius}`).toEqual(labels);
  });

  test('k-means is as good as the best of ten of scikit-learn', () => {
    for (const { k, inertia } of golden.kmeans)
      expect(kMeans(table, { k, restarts: 10 }).inertia, `k = ${k}`).toBeLessThanOrEqual(inertia * 1.01);
  });

  test.skipIf(golden.silhouette === undefined)('silhouettes are those of scikit-learn', () => {
    const values = silhouette(table, golden.silhouette!.labels);
    for (const [i, value] of golden.silhouette!.values.entries()) expect(values[i]).toBeCloseTo(value, 4);
  });
});

test.each(goldens.regressions)(
  '$classes classes, C = $C, $scheme, weights $weights: coefficients as in scikit-learn',
  ({ dimensions, data, labels, C, weights, scheme, ...golden }) => {
    const table = vectorTable(Float32Array.from(data), dimensions);
    const model = trainLogisticRegression(table, labels, { C, scheme, classWeights: weights ?? undefined });
    for (const [i, value] of golden.coefficients.entries())
      expect(Math.abs(model.coefficients[i] - value)).toBeLessThan(1e-4);
    for (const [i, value] of golden.intercepts.entries())
      expect(Math.abs(model.intercepts[i] - value)).toBeLessThan(1e-4);
    const probabilities = predictProbabilities(model, table);
    for (const [i, value] of golden.probabilities.entries()) expect(probabilities[i]).toBeCloseTo(value, 4);
  },
);

// LAPIDARY_PYTHON names a Python with the packages of curate-statistics.py.
const python = process.env.LAPIDARY_PYTHON;
test.skipIf(python === undefined)('the goldens are what scipy and scikit-learn say today', async () => {
  const script = fileURLToPath(new URL('./curate-statistics.py', import.meta.url));
  const { stdout } = await promisify(execFile)(python!, [script], { maxBuffer: 1 << 26 });
  const today = JSON.parse(stdout) as Goldens;
  for (const [i, { linkage, dbscan }] of today.clusters.entries())
    expect({ linkage, dbscan }).toEqual({
      linkage: goldens.clusters[i].linkage,
      dbscan: goldens.clusters[i].dbscan,
    });
});
