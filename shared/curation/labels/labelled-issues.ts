import type { LabelObject } from '../../labels/label-object.ts';
import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { classIssues } from './class-issues.ts';
import { labelIssues } from './label-issues.ts';
import { splitLeaks } from './split-leaks.ts';

/** What is known of one image and its labels. */
export interface LabelledImage {
  path: string;
  /** Upright, in pixels. */
  width: number;
  height: number;
  objects: readonly LabelObject[];
  split?: string;
  imageClass?: string;
}

/** The neighbours that vote on a class. */
const VOTERS = 10;
/** With fewer images of known class than this there is nobody to ask. */
const FEWEST_CLASSED = 2 * VOTERS;

/**
 * Everything that labels and splits say is wrong, one list of issues per image: labels by themselves, images whose class
 * their neighbours contradict, and duplicates in different splits.
 *
 * @param vectors of the images, in the same order
 * @param groups of duplicates and near duplicates, as indices
 */
export function labelledIssues(
  images: readonly LabelledImage[],
  vectors: VectorTable,
  groups: readonly number[][],
  limits: CurationThresholds,
): CurationIssue[][] {
  const issues = images.map(({ objects, width, height }) => labelIssues(objects, { width, height }, limits));
  const leaks = splitLeaks(
    images.map(({ split }) => split),
    groups,
    (index) => images[index].path,
  );
  for (const [index, list] of leaks.entries()) issues[index].push(...list);

  const classed = images.flatMap(({ imageClass }, index) => (imageClass === undefined ? [] : [index]));
  if (classed.length < FEWEST_CLASSED) return issues;
  const { dimensions, data } = vectors;
  const picked = new Float32Array(classed.length * dimensions);
  for (const [at, index] of classed.entries())
    picked.set(data.subarray(index * dimensions, (index + 1) * dimensions), at * dimensions);
  const graph = neighbourGraph({ count: classed.length, dimensions, data: picked }, VOTERS);
  const found = classIssues(
    graph,
    classed.map((index) => images[index].imageClass!),
    limits,
  );
  for (const [at, index] of classed.entries()) issues[index].push(...found[at]);
  return issues;
}
