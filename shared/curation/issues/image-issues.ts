import type { ImageMetrics } from '../image-metrics.ts';
import type { CurationIssue } from './curation-issue.ts';
import type { CurationThresholds } from './curation-thresholds.ts';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/**
 * What one image's own metrics say about it. Blur is not judged where there is too little light or contrast to see
 * it: such an image is dark, bright or low in information instead.
 *
 * @param medianArea of the whole set, for odd sizes
 */
export function imageIssues(
  metrics: ImageMetrics,
  limits: CurationThresholds,
  medianArea: number,
): CurationIssue[] {
  const issues: CurationIssue[] = [];
  const { brightness, contrast, entropy, sharpness, width, height } = metrics;
  if (brightness < limits.dark)
    issues.push({
      kind: 'dark',
      score: brightness,
      threshold: limits.dark,
      reason: `Mean brightness is ${percent(brightness)}, below ${percent(limits.dark)}.`,
    });
  if (brightness > limits.bright)
    issues.push({
      kind: 'bright',
      score: brightness,
      threshold: limits.bright,
      reason: `Mean brightness is ${percent(brightness)}, above ${percent(limits.bright)}.`,
    });
  if (entropy < limits.entropy)
    issues.push({
      kind: 'low-information',
      score: entropy,
      threshold: limits.entropy,
      reason: `The grey values hold ${entropy.toFixed(2)} bits, below ${limits.entropy}.`,
    });
  else if (contrast < limits.contrast && brightness >= limits.dark)
    issues.push({
      kind: 'low-information',
      score: contrast,
      threshold: limits.contrast,
      reason: `Contrast is ${percent(contrast)}, below ${percent(limits.contrast)}.`,
    });
  if (issues.length === 0 && sharpness < limits.sharpness)
    issues.push({
      kind: 'blurry',
      score: sharpness,
      threshold: limits.sharpness,
      reason: `Sharpness (variance of the Laplacian) is ${sharpness.toFixed(1)}, below ${limits.sharpness}.`,
    });
  const aspect = Math.max(width, height) / Math.min(width, height);
  if (aspect > limits.aspect)
    issues.push({
      kind: 'odd-aspect',
      score: aspect,
      threshold: limits.aspect,
      reason: `${width} × ${height} is ${aspect.toFixed(1)} times as long as wide.`,
    });
  const factor = Math.max(metrics.area / medianArea, medianArea / metrics.area);
  if (factor > limits.sizeFactor)
    issues.push({
      kind: 'odd-size',
      score: factor,
      threshold: limits.sizeFactor,
      reason: `${width} × ${height} is ${factor.toFixed(0)} times ${metrics.area > medianArea ? 'larger' : 'smaller'} than the median image.`,
    });
  return issues;
}
