import type { ImageMetrics } from '../image-metrics.ts';
import type { CurationIssue } from './curation-issue.ts';
import type { CurationThresholds } from './curation-thresholds.ts';
import { iqrOutliers } from './iqr-outliers.ts';

/** Ratios are compared by their logarithm, so that twice as much is as far as half as much. */
const COMPARED: { metric: keyof ImageMetrics; logarithm: boolean }[] = [
  { metric: 'brightness', logarithm: false },
  { metric: 'contrast', logarithm: false },
  { metric: 'sharpness', logarithm: true },
  { metric: 'entropy', logarithm: false },
  { metric: 'area', logarithm: true },
  { metric: 'aspectRatio', logarithm: true },
];

/** The quartiles of fewer images than this are chance. */
const FEWEST = 30;

/**
 * Images that are far from the rest of their set in one metric: one list of issues per image.
 *
 * @param severity 'severe' leaves the moderate ones out
 */
export function metricOutliers(
  metrics: readonly ImageMetrics[],
  limits: CurationThresholds,
  severity: 'moderate' | 'severe',
): CurationIssue[][] {
  const issues: CurationIssue[][] = metrics.map(() => []);
  if (metrics.length < FEWEST) return issues;
  for (const { metric, logarithm } of COMPARED) {
    const values = metrics.map((of) => (logarithm ? Math.log(of[metric] + 1e-9) : of[metric]));
    for (const outlier of iqrOutliers(values, limits.moderateIqr, limits.severeIqr)) {
      if (severity === 'severe' && outlier.severity !== 'severe') continue;
      const threshold = logarithm ? Math.exp(outlier.fence) : outlier.fence;
      const score = metrics[outlier.index][metric];
      issues[outlier.index].push({
        kind: 'metric-outlier',
        score,
        threshold,
        reason: `A ${outlier.severity} outlier: ${metric} is ${format(score)}, the rest lies ${score > threshold ? 'below' : 'above'} ${format(threshold)}.`,
      });
    }
  }
  return issues;
}

function format(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
