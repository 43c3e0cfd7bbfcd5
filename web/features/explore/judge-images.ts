import { imageIssues } from '../../../shared/curation/issues/image-issues.ts';
import type { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import { quantile } from '../../../shared/curation/issues/quantile.ts';
import type { ExploredImages } from './load-images.ts';

/** Issues that follow from an image's own metrics: they can be judged again without a look at the images. */
const OWN_KINDS = new Set(['dark', 'bright', 'low-information', 'blurry', 'odd-aspect', 'odd-size']);

/** The issues and reasons of all images with other thresholds, by the rules of a curation; the rest stays as it was. */
export function judgeImages(
  images: ExploredImages,
  limits: CurationThresholds,
): Pick<ExploredImages, 'issues' | 'reasons'> {
  const areas = Float64Array.from(images.width, (width, row) => width * images.height[row]);
  const median = quantile(Float64Array.from(areas).sort(), 0.5);
  const issues: string[][] = [];
  const reasons: string[][] = [];
  for (let row = 0; row < images.count; row++) {
    const [width, height] = [images.width[row], images.height[row]];
    const found = imageIssues(
      {
        width,
        height,
        area: areas[row],
        aspectRatio: width / height,
        brightness: images.metrics.brightness[row],
        contrast: images.metrics.contrast[row],
        sharpness: images.metrics.sharpness[row],
        entropy: images.metrics.entropy[row],
        red: 0,
        green: 0,
        blue: 0,
      },
      limits,
      median,
    );
    // An outlier is told only of images without an issue of their own, as in a curation.
    const kept = images.issues[row].flatMap((kind, at) =>
      OWN_KINDS.has(kind) || (kind === 'metric-outlier' && found.length > 0) ? [] : [at],
    );
    issues.push([...found.map(({ kind }) => kind), ...kept.map((at) => images.issues[row][at])]);
    reasons.push([...found.map(({ reason }) => reason), ...kept.map((at) => images.reasons[row][at])]);
  }
  return { issues, reasons };
}

/** How many images have each kind, the most frequent first. */
export function countIssues(issues: readonly (readonly string[])[]): [kind: string, count: number][] {
  const counts = new Map<string, number>();
  for (const list of issues) for (const kind of new Set(list)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
