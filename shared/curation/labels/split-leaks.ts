import type { CurationIssue } from '../issues/curation-issue.ts';

/**
 * Images whose duplicates lie in another split: what was trained on is tested on. One list of issues per image.
 *
 * @param splits of each image; undefined where it has none
 * @param groups of duplicates or near duplicates, as indices
 */
export function splitLeaks(
  splits: readonly (string | undefined)[],
  groups: readonly number[][],
  nameOf: (index: number) => string,
): CurationIssue[][] {
  const issues: CurationIssue[][] = splits.map(() => []);
  for (const group of groups) {
    const placed = group.filter((index) => splits[index] !== undefined);
    for (const index of placed) {
      const other = placed.find((candidate) => splits[candidate] !== splits[index]);
      if (other === undefined) continue;
      issues[index].push({
        kind: 'split-leak',
        score: new Set(placed.map((member) => splits[member])).size,
        threshold: 1,
        reason: `It is in "${splits[index]}", and the same picture is in "${splits[other]}" as ${nameOf(other)}.`,
      });
    }
  }
  return issues;
}
