import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { classIssues } from './class-issues.ts';

/** The neighbours that vote on a class. */
const VOTERS = 10;
/** With fewer images of known class than this there is nobody to ask. */
const FEWEST_CLASSED = 2 * VOTERS;
/** All pairs of more are not compared a second time: only those that were near among all images vote. */
const MOST_SEARCHED = 20_000;

/**
 * Images whose class their nearest images of known class contradict, one list of issues per image.
 *
 * @param imageClasses what each image as a whole is of; undefined: not known, or several things
 * @param vectors of the images, in the same order
 * @param graph of all the images, where there is one: where it says enough, nobody is looked for again
 */
export function imageClassIssues(
  imageClasses: readonly (string | undefined)[],
  vectors: VectorTable,
  limits: CurationThresholds,
  graph?: NeighbourGraph,
): CurationIssue[][] {
  const issues: CurationIssue[][] = imageClasses.map(() => []);
  const classed = imageClasses.flatMap((name, index) => (name === undefined ? [] : [{ name, index }]));
  if (classed.length < FEWEST_CLASSED) return issues;
  const rows = classed.map(({ index }) => index);
  const isKnown = graph && graph.k >= VOTERS && (rows.length === graph.count || rows.length > MOST_SEARCHED);
  const voters = isKnown ? votersIn(graph, rows) : neighbourGraph(rowsOf(vectors, rows), VOTERS);
  const found = classIssues(
    voters,
    classed.map(({ name }) => name),
    limits,
  );
  for (const [at, { index }] of classed.entries()) issues[index] = found[at];
  return issues;
}

function rowsOf({ dimensions, data }: VectorTable, rows: readonly number[]): VectorTable {
  const picked = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries())
    picked.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  return { count: rows.length, dimensions, data: picked };
}

/** The first neighbours that are among the rows. Who has too few votes for itself with the rest: that accuses nobody. */
function votersIn(graph: NeighbourGraph, rows: readonly number[]): NeighbourGraph {
  const placeOf = new Int32Array(graph.count).fill(-1);
  for (const [at, row] of rows.entries()) placeOf[row] = at;
  const ids = new Int32Array(rows.length * VOTERS);
  const distances = new Float64Array(rows.length * VOTERS);
  for (const [at, row] of rows.entries()) {
    let taken = 0;
    for (let from = row * graph.k; from < (row + 1) * graph.k && taken < VOTERS; from++) {
      const place = placeOf[graph.ids[from]];
      if (place < 0) continue;
      ids[at * VOTERS + taken] = place;
      distances[at * VOTERS + taken++] = graph.distances[from];
    }
    for (; taken < VOTERS; taken++) ids[at * VOTERS + taken] = at;
  }
  return { count: rows.length, k: VOTERS, ids, distances };
}
