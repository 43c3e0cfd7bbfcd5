import type { LabelObject } from '../../labels/label-object.ts';
import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { imageClassIssues } from './image-class-issues.ts';
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

  const classes = images.map(({ imageClass }) => imageClass);
  for (const [index, list] of imageClassIssues(classes, vectors, limits).entries())
    issues[index].push(...list);
  return issues;
}
