import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeMap } from '../../shared/curation/map/make-map.ts';
import { trustworthiness } from '../../shared/curation/map/trustworthiness.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';

/** curate-map.py: a set, and how trustworthy five maps of it by umap-learn are. */
const golden = JSON.parse(await readFile(new URL('./curate-map.json', import.meta.url), 'utf8')) as {
  dimensions: number;
  data: number[];
  trustworthiness: number[];
};

test('the map is as trustworthy as that of umap-learn, within 0.01', () => {
  const table = vectorTable(Float32Array.from(golden.data), golden.dimensions);
  const theirs = golden.trustworthiness.reduce((a, b) => a + b) / golden.trustworthiness.length;
  for (const seed of [1, 2, 3]) {
    const map = vectorTable(makeMap(table, { seed }), 2);
    expect(trustworthiness(table, map)).toBeGreaterThan(theirs - 0.01);
  }
});
