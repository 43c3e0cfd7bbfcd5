import { expect, test } from 'vitest';
import { CurationThresholds } from '../issues/curation-thresholds.ts';
import { seededRandom } from '../seeded-random.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { imageClassIssues } from './image-class-issues.ts';

test('a graph of all images gives the same answer as a search of its own', () => {
  const random = seededRandom(4);
  const count = 300;
  const data = Float32Array.from({ length: 8 * count }, (_, i) => random() + (Math.floor(i / 8) % 3));
  const table = vectorTable(data, 8);
  const classes = Array.from({ length: count }, (_, i) => (random() < 0.1 ? 'c0' : `c${i % 3}`));
  const limits = CurationThresholds.parse({});
  const searched = imageClassIssues(classes, table, limits);
  expect(searched.flat().filter(({ kind }) => kind === 'likely-wrong-label').length).toBeGreaterThan(5);
  expect(imageClassIssues(classes, table, limits, neighbourGraph(table, 30))).toEqual(searched);
});
