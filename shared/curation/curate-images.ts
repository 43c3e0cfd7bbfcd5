import { exactDuplicates } from './duplicates/exact-duplicates.ts';
import { nearDuplicates } from './duplicates/near-duplicates.ts';
import type { ImageMetrics } from './image-metrics.ts';
import type { CurationIssue } from './issues/curation-issue.ts';
import type { CurationThresholds } from './issues/curation-thresholds.ts';
import { imageIssues } from './issues/image-issues.ts';
import { metricOutliers } from './issues/metric-outliers.ts';
import { quantile } from './issues/quantile.ts';

/** What is known of one image before it is compared with the others. */
export interface MeasuredAsset {
  path: string;
  sha256: string;
  phash: string;
  dhash: string;
  metrics: ImageMetrics;
  /** The descriptor, or any embedding, of length 1. */
  vector: Float32Array;
}

export interface CuratedImages {
  /** Issues of each asset, in the order given. */
  issues: CurationIssue[][];
  /** Groups of indices. */
  duplicates: number[][];
  nearDuplicates: number[][];
}

/** Finds what is wrong with the images of a set, one by one and among each other. Pure; order in, order out. */
export function curateImages(assets: readonly MeasuredAsset[], limits: CurationThresholds): CuratedImages {
  const areas = Float64Array.from(assets, ({ metrics }) => metrics.area).sort();
  const medianArea = quantile(areas, 0.5);
  const outliers = metricOutliers(
    assets.map(({ metrics }) => metrics),
    limits,
    'severe',
  );
  const issues = assets.map(({ metrics }, index) => {
    const own = imageIssues(metrics, limits, medianArea);
    // An image that is dark is also an outlier in brightness: said once is enough.
    return own.length > 0 ? own : outliers[index];
  });

  const duplicates = exactDuplicates(assets.map(({ sha256 }) => sha256));
  for (const group of duplicates)
    for (const index of group.slice(1))
      issues[index].push({
        kind: 'exact-duplicate',
        score: 0,
        threshold: 0,
        reason: `The same bytes as ${assets[group[0]].path}.`,
      });

  const near = nearDuplicates(assets, {
    phashBits: limits.phashBits,
    dhashBits: limits.dhashBits,
    distance: limits.nearDistance,
  });
  const told = new Set(duplicates.flatMap((group) => group.slice(1)));
  for (const { first, second, phashBits, dhashBits } of near.pairs) {
    if (told.has(second)) continue;
    told.add(second);
    issues[second].push({
      kind: 'near-duplicate',
      score: phashBits,
      threshold: limits.phashBits,
      reason: `Looks like ${assets[first].path}: ${phashBits} of 64 pHash bits and ${dhashBits} of 64 dHash bits differ.`,
    });
  }
  return { issues, duplicates, nearDuplicates: near.groups };
}
