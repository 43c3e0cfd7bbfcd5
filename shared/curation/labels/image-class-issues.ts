import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { classIssues } from './class-issues.ts';

/** The neighbours that vote on a class. */
const VOTERS = 10;
/** With fewer images of known class than this there is nobody to ask. */
const FEWEST_CLASSED = 2 * VOTERS;

/**
 * Images whose class their nearest images of known class contradict, one list of issues per image.
 *
 * @param imageClasses what each image as a whole is of; undefined: not known, or several things
 * @param vectors of the images, in the same order
 */
export function imageClassIssues(
  imageClasses: readonly (string | undefined)[],
  { dimensions, data }: VectorTable,
  limits: CurationThresholds,
): CurationIssue[][] {
  const issues: CurationIssue[][] = imageClasses.map(() => []);
  const classed = imageClasses.flatMap((name, index) => (name === undefined ? [] : [{ name, index }]));
  if (classed.length < FEWEST_CLASSED) return issues;
  const picked = new Float32Array(classed.length * dimensions);
  for (const [at, { index }] of classed.entries())
    picked.set(data.subarray(index * dimensions, (index + 1) * dimensions), at * dimensions);
  const graph = neighbourGraph({ count: classed.length, dimensions, data: picked }, VOTERS);
  const found = classIssues(
    graph,
    classed.map(({ name }) => name),
    limits,
  );
  for (const [at, { index }] of classed.entries()) issues[index] = found[at];
  return issues;
}
